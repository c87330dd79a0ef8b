package io.offlinepush.core.session;

import io.offlinepush.api.Environment;
import io.offlinepush.api.RegisterResult;
import io.offlinepush.api.VendorApp;
import io.offlinepush.core.trace.ListenerQueue;
import io.offlinepush.core.trace.LogText;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The apps that devices may register for. A registration for another one is refused; an operator hears of it once an
 * hour for each app, since every phone of that app is refused alike.
 */
public final class ServedApps {

    private static final Logger log = LoggerFactory.getLogger(ServedApps.class);

    private static final Duration QUIET = Duration.ofHours(1);

    /** Clients choose the names: they must not fill the heap. What is more shares one alarm. */
    private static final int MOST_NAMED = 100;

    private static final VendorApp OTHERS = new VendorApp("other", "apps");

    private final Set<VendorApp> served;
    private final ListenerQueue listener;
    private final Environment.Ticker ticker;
    private final Map<VendorApp, Long> toldAt = new HashMap<>();

    /**
     * The apps of one instance.
     *
     * @param served those that a push provider here serves; not copied
     */
    public ServedApps(Set<VendorApp> served, ListenerQueue listener, Environment.Ticker ticker) {
        this.served = served;
        this.listener = listener;
        this.ticker = ticker;
    }

    /** Why a device cannot register for an app; empty if it can. */
    Optional<RegisterResult> refusal(VendorApp app) {
        if (served.contains(app)) {
            return Optional.empty();
        }
        String name = LogText.of(app);
        String apps = served.isEmpty() ? "none is configured" : "served are " + served;
        if (isDue(app)) {
            String subject = "registerPush " + name;
            String text = "devices register for an app that no push provider here serves, and are refused; " + apps
                    + ". Configure the app, or send the vendor and app that are configured";
            log.warn("{}: {}", subject, text);
            listener.raise(subject, text);
        }
        return Optional.of(new RegisterResult.Refused(
                RegisterResult.UNKNOWN_APP, "no push provider here serves " + name + "; " + apps));
    }

    private synchronized boolean isDue(VendorApp app) {
        long now = ticker.nanos();
        if (toldAt.size() >= MOST_NAMED) {
            toldAt.values().removeIf(at -> now - at >= QUIET.toNanos());
        }
        VendorApp subject = toldAt.containsKey(app) || toldAt.size() < MOST_NAMED ? app : OTHERS;
        Long last = toldAt.get(subject);
        if (last != null && now - last < QUIET.toNanos()) {
            return false;
        }
        toldAt.put(subject, now);
        return true;
    }
}
