package io.offlinepush.harmonyos;

import java.time.Duration;
import java.time.InstantSource;

/** Compares our clock with the server's: a JWT made by a wrong clock is refused, and nothing else says why. */
final class Clocks {

    /** Less is the way of the answer and the header's full seconds. */
    private static final Duration USUAL = Duration.ofSeconds(30);

    private Clocks() {}

    /**
     * What to add to an alarm about a refused JWT.
     *
     * @return begins with a comma; empty if the clocks agree or the server does not tell its time
     */
    static String difference(HttpHead answer, InstantSource clock) {
        return answer.serverTime()
                .map(server -> Duration.between(server, clock.instant()))
                .filter(ahead -> ahead.abs().compareTo(USUAL) > 0)
                .map(ahead -> ", and set this machine's clock: it is "
                        + ahead.abs().toSeconds()
                        + (ahead.isNegative() ? " s behind" : " s ahead of")
                        + " the server's")
                .orElse("");
    }
}
