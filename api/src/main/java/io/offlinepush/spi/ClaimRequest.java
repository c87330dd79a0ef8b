package io.offlinepush.spi;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * How many parts a node claims, and from which lanes.
 *
 * <pre>{@code
 * new ClaimRequest(180, Map.of("", 180, "harmonyos/com.example.chat", 100), Urgency.LOW)  // at most 180 in all
 * new ClaimRequest(64, Map.of(), Urgency.LOW)                                            // expired parts alone
 * }</pre>
 *
 * @param most the most parts of all lanes together, expired ones included: 1 to {@value #LIMIT}
 * @param lanes lane to the most due parts of that lane, 1 to {@value #LIMIT} each; the lane {@code ""} has the parts
 *     whose lane is not known yet. Empty to claim nothing but expired parts
 * @param leastUrgent due parts that are less urgent are not claimed: {@link Urgency#LOW} excludes none,
 *     {@link Urgency#CALL} all but calls. Expired parts are claimed whatever their urgency
 */
public record ClaimRequest(int most, Map<String, Integer> lanes, Urgency leastUrgent) {

    /** The largest number of parts of one request. */
    public static final int LIMIT = 1024;

    /**
     * Copies the map, in its order.
     *
     * @throws IllegalArgumentException if a number is out of range
     */
    public ClaimRequest {
        lanes = Collections.unmodifiableMap(new LinkedHashMap<>(lanes));
        Objects.requireNonNull(leastUrgent, "leastUrgent");
        check("most", most);
        lanes.forEach((lane, number) -> check("the number for lane " + Objects.requireNonNull(lane, "lane"), number));
    }

    private static void check(String name, int number) {
        if (number < 1 || number > LIMIT) {
            throw new IllegalArgumentException(name + " must be 1 to " + LIMIT + ", found " + number);
        }
    }
}
