package io.offlinepush.core.sim;

import java.util.Map;
import java.util.Random;

/** How much room the processes of a life have. */
record Room(Kind kind, boolean rate, Map<String, String> settings) {

    enum Kind {
        /** Everything has its bound, soon met: parts wait in the store, and for others. */
        TIGHT,
        /** One request at a time for an app, behind which others queue. */
        NARROW,
        /** Room for everything, so that nobody has to wait for anybody. */
        WIDE
    }

    static Room drawnFrom(Random random) {
        int luck = random.nextInt(10);
        String window = String.valueOf(1 + random.nextInt(5));
        if (luck < 4) {
            boolean rate = random.nextInt(4) == 0;
            return new Room(
                    Kind.TIGHT,
                    rate,
                    Map.of(
                            "window", window,
                            "laneInFlight", String.valueOf(1 + random.nextInt(3)),
                            "laneParts", String.valueOf(1 + random.nextInt(4)),
                            "laneRate", rate ? "2" : "0",
                            "partsInMemory", String.valueOf(2 + random.nextInt(20))));
        } else if (luck < 6) {
            return new Room(Kind.NARROW, false, Map.of("window", window, "laneInFlight", "1"));
        }
        return new Room(Kind.WIDE, false, Map.of("window", window));
    }
}
