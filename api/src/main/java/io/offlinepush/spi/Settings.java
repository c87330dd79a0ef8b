package io.offlinepush.spi;

import io.offlinepush.api.SettingsException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Settings by name, read once at start. What is missing, misspelt or out of its range is a {@link SettingsException}
 * that names the full setting and says what to write.
 *
 * <p>Not safe for several threads: read at start by one.
 */
public final class Settings {

    private final String prefix;
    private final Map<String, String> values;
    private final Set<String> known = new LinkedHashSet<>();

    /**
     * Settings below a prefix.
     *
     * @param prefix what stands before each name in messages, for example {@code harmonyos.}; may be empty
     * @param values name without the prefix to value
     */
    public Settings(String prefix, Map<String, String> values) {
        this.prefix = prefix;
        this.values = new TreeMap<>(values);
    }

    /**
     * The names that are set.
     *
     * @return without the prefix, in order
     */
    public Set<String> names() {
        return values.keySet();
    }

    /**
     * A setting's full name.
     *
     * @param name without the prefix
     * @return for messages
     */
    public String fullName(String name) {
        return prefix + name;
    }

    /**
     * A text.
     *
     * @param name without the prefix
     * @return its value without white space around it; empty if it is not set
     */
    public Optional<String> text(String name) {
        known.add(name);
        String value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (value.isBlank()) {
            throw new SettingsException(fullName(name), "must not be blank; leave it out instead");
        }
        return Optional.of(value.strip());
    }

    /**
     * A text that must be there.
     *
     * @param name without the prefix
     * @param whatToWrite ends the sentence "must be set: …"
     * @return its value
     */
    public String requiredText(String name, String whatToWrite) {
        return text(name).orElseThrow(() -> new SettingsException(fullName(name), "must be set: " + whatToWrite));
    }

    /**
     * A whole number.
     *
     * @param name without the prefix
     * @param byDefault if it is not set
     * @param least the lowest
     * @param most the highest
     * @return its value
     */
    public int number(String name, int byDefault, int least, int most) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return byDefault;
        }
        String rule = "must be a whole number from " + least + " to " + most + ", found " + text.get();
        try {
            int value = Integer.parseInt(text.get());
            if (value < least || value > most) {
                throw new SettingsException(fullName(name), rule);
            }
            return value;
        } catch (NumberFormatException e) {
            throw new SettingsException(fullName(name), rule);
        }
    }

    /**
     * Yes or no.
     *
     * @param name without the prefix
     * @param byDefault if it is not set
     * @return its value
     */
    public boolean flag(String name, boolean byDefault) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return byDefault;
        }
        return switch (text.get()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new SettingsException(fullName(name), "must be true or false, found " + text.get());
        };
    }

    /**
     * A length of time.
     *
     * @param name without the prefix
     * @param byDefault if it is not set
     * @param least the shortest
     * @param most the longest
     * @return its value: written as {@code 500ms}, {@code 5s}, {@code 10m}, {@code 24h} or as ISO 8601, {@code PT5S}
     */
    public Duration duration(String name, Duration byDefault, Duration least, Duration most) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return byDefault;
        }
        String rule = "must be a time from " + shown(least) + " to " + shown(most)
                + ", written like 500ms, 5s, 10m or 24h, found " + text.get();
        Duration value = parsed(text.get()).orElseThrow(() -> new SettingsException(fullName(name), rule));
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new SettingsException(fullName(name), rule);
        }
        return value;
    }

    /**
     * Refuses what was set and never read: a misspelt name.
     *
     * @throws SettingsException naming the setting and the nearest one that exists
     */
    public void refuseUnknown() {
        for (String name : values.keySet()) {
            if (!known.contains(name)) {
                String nearest = known.stream()
                        .min(Comparator.comparingInt(other -> distance(name, other)))
                        .map(other -> "; did you mean " + fullName(other) + "?")
                        .orElse("");
                throw new SettingsException(fullName(name), "is not a setting" + nearest);
            }
        }
    }

    private static Optional<Duration> parsed(String text) {
        try {
            String lower = text.toLowerCase(java.util.Locale.ROOT);
            if (lower.startsWith("p")) {
                return Optional.of(Duration.parse(text));
            }
            int unit = lower.length();
            while (unit > 0 && !Character.isDigit(lower.charAt(unit - 1))) {
                unit--;
            }
            long count = Long.parseLong(lower.substring(0, unit));
            return switch (lower.substring(unit)) {
                case "ms" -> Optional.of(Duration.ofMillis(count));
                case "s" -> Optional.of(Duration.ofSeconds(count));
                case "m" -> Optional.of(Duration.ofMinutes(count));
                case "h" -> Optional.of(Duration.ofHours(count));
                default -> Optional.empty();
            };
        } catch (NumberFormatException | DateTimeParseException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static String shown(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + "s" : time.toMillis() + "ms";
    }

    /** The number of letters to add, drop or change between two names. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int change = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
