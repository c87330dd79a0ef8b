package io.offlinepush.harmonyos;

/**
 * How fast an app's pushes may leave, in tokens a second. Without bound until Push Kit asks for less (its threshold is
 * known to AppGallery Connect only, and load elsewhere lowers it): then half of what left in the last second, and half
 * again for each complaint about what left since. What is taken lets it grow: twofold a second up to the brink, which
 * is half the rate of the first complaint and sinks by a quarter with each further one, and by a tenth a second from
 * there. Once that has carried it to twice the rate of the first complaint, there is no bound again.
 *
 * <p>A threshold and a fault both answer 503 and are told apart by what a lower rate does. Below a threshold a greater
 * share of the requests is taken; a fault, for example one gateway of four that is down, refuses the same share at any
 * rate. So after each halving the shares are compared, and where a quarter or more is taken and the lower rate did not
 * help, the rate goes back up and complaints do not lower it again unless the share that is taken falls.
 *
 * <p>However low it is, one request a second goes out and finds out. An app that pushes less than {@value #SLOW} tokens
 * a second is not bound at all: it is not what Push Kit complains about, and its pushes come back later anyway. Lives
 * on the event loop.
 */
final class AdaptiveRateLimiter {

    private static final long SECOND = 1_000_000_000L;
    private static final double FAST = 1;
    private static final double SLOWLY = 0.1;
    private static final double SINKING = 0.75;
    private static final double FLOOR = 1;

    /**
     * One complaint among so many tokens that were taken is noise: some gateways answer 503 to a few requests always.
     */
    private static final int NOISE = 100;

    /** Where less is taken, the rate is lowered whatever the reason: nothing is gained by more requests. */
    private static final double LEAST_ACCEPTED = 0.25;

    /** A lower rate is at most this part of the former one where its effect is judged. */
    private static final double CLEARLY_LOWER = 0.75;

    /** Below this part of the fault's share something else is wrong, too. */
    private static final double WORSE = 0.8;

    private static final double NO_FAULT = -1;

    /** Below this an unbound app stays unbound. */
    static final int SLOW = 10;

    private static final double NONE = Double.POSITIVE_INFINITY;

    private double limit = NONE;
    private double free;
    private double brink;
    private double credit;
    private long creditNanos;
    private long loweredNanos;
    private int passedSinceNoise;

    /** The answers to what left before the last halving, and the rate at which it left. */
    private AcceptedShare former;

    private double formerRate = NONE;

    /** The answers to what left since. */
    private AcceptedShare recent;

    /** The share that is taken although there is a fault; {@link #NO_FAULT} if none is known. */
    private double faultShare = NO_FAULT;

    private long windowNanos;
    private long inWindow;
    private long inLastWindow;

    AdaptiveRateLimiter(long nowNanos) {
        windowNanos = nowNanos;
        creditNanos = nowNanos;
        loweredNanos = nowNanos - 1;
        former = new AcceptedShare(nowNanos);
        recent = new AcceptedShare(nowNanos);
    }

    /** Whether a request may leave now. */
    boolean open(long nowNanos) {
        if (limit == NONE) {
            return true;
        }
        double earned = (nowNanos - creditNanos) * limit / SECOND;
        creditNanos = nowNanos;
        // A pause earns no burst: at most what a tenth of a second earns, or a single token.
        credit = Math.min(Math.max(1, limit / 10), credit + earned);
        return credit >= 1;
    }

    /** When the next may leave, if not now. */
    long opensAtNanos() {
        return creditNanos + (long) Math.ceil((1 - credit) * SECOND / limit);
    }

    /** A request has left. */
    void left(int tokens, long nowNanos) {
        turn(nowNanos);
        inWindow += tokens;
        // A debt is paid within a second: large requests must not silence the lane for minutes.
        credit = Math.max(credit - tokens, 1 - limit);
    }

    /**
     * Push Kit took one, or refused it for another reason than the load.
     *
     * @param sentNanos when it left
     */
    void passed(int tokens, long sentNanos, long nowNanos) {
        count(true, sentNanos, nowNanos);
        if (faultShare != NO_FAULT && recent.isEnough() && !recent.anyRefused()) {
            faultShare = NO_FAULT;
        }
        passedSinceNoise = Math.min(NOISE, passedSinceNoise + tokens);
        if (limit == NONE || sentNanos - loweredNanos <= 0) {
            return;
        }
        limit += (limit < brink ? FAST : SLOWLY) * tokens;
        if (limit > 2 * free) {
            limit = NONE;
            formerRate = NONE;
        }
    }

    /**
     * Push Kit asks for less.
     *
     * @param sentNanos when the refused one left; what left before the last change says nothing new
     * @return whether it is slower now
     */
    boolean lower(long sentNanos, long nowNanos) {
        count(false, sentNanos, nowNanos);
        if (sentNanos - loweredNanos <= 0) {
            return false;
        }
        if (passedSinceNoise >= NOISE) {
            passedSinceNoise = 0;
            return false;
        }
        turn(nowNanos);
        double rate = Math.max(inLastWindow, inWindow);
        if (recent.any() && limit != NONE && !recent.isEnough()) {
            // Whether the last halving helped is not known yet.
            return false;
        }
        if (isFault(rate)) {
            return false;
        }
        if (limit == NONE) {
            if (rate < SLOW) {
                return false;
            }
            free = rate;
            brink = rate / 2;
        } else {
            brink = SINKING * Math.max(brink, limit);
        }
        if (recent.isEnough()) {
            former = recent;
            formerRate = Math.min(limit, rate);
        } else if (formerRate == NONE) {
            former = recent;
            formerRate = rate;
        }
        recent = new AcceptedShare(nowNanos);
        limit = Math.max(FLOOR, Math.min(limit, rate) / 2);
        loweredNanos = nowNanos;
        credit = 0;
        creditNanos = nowNanos;
        return true;
    }

    /** Counts an answer for the time in which its request left. */
    private void count(boolean accepted, long sentNanos, long nowNanos) {
        (sentNanos - loweredNanos <= 0 ? former : recent).count(accepted, nowNanos);
    }

    /** Whether requests are refused for another reason than the rate; then the rate goes back to what it was. */
    private boolean isFault(double rate) {
        double now = recent.value();
        if (!recent.isEnough() || now < LEAST_ACCEPTED) {
            faultShare = NO_FAULT;
            return false;
        }
        if (faultShare != NO_FAULT) {
            if (now >= WORSE * faultShare) {
                return true;
            }
            faultShare = NO_FAULT;
            return false;
        }
        double lowered = Math.min(limit, rate);
        if (formerRate == NONE || lowered > CLEARLY_LOWER * formerRate) {
            return false;
        }
        double before = former.value();
        double ifThreshold = Math.min(1, before * formerRate / lowered);
        if (now >= (before + ifThreshold) / 2) {
            return false;
        }
        faultShare = Math.min(now, before);
        limit = Math.max(limit, formerRate);
        brink = Math.max(brink, free);
        return true;
    }

    /** Tokens a second; infinite without bound. */
    double limit() {
        return limit;
    }

    private void turn(long nowNanos) {
        long windows = (nowNanos - windowNanos) / SECOND;
        if (windows > 0) {
            inLastWindow = windows == 1 ? inWindow : 0;
            inWindow = 0;
            windowNanos += windows * SECOND;
        }
    }
}
