package io.offlinepush.core.sim;

import io.offlinepush.api.UserId;
import io.offlinepush.core.sim.Disturbance.Scope;
import io.offlinepush.spi.CursorKey;
import io.offlinepush.spi.Cursors;
import io.offlinepush.spi.Nodes;
import io.offlinepush.spi.Outbox;
import io.offlinepush.spi.PartId;
import io.offlinepush.spi.Settlement;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The way from one process to its ports. For a number of calls it is bad, and each of them may fail, before or after it
 * worked. A call may be slow, hang until its deadline or for ever. One user's rows, or one part's settlement, may fail
 * each time while everything else works.
 */
final class Trouble {

    private static final Set<Class<?>> VIEWS = Set.of(Outbox.class, Cursors.class, Nodes.class);

    /** What a port says of itself does not fail. */
    private static final Set<String> FACTS = Set.of("durability", "count", "close");

    /** Threads of the engine whose calls can be made to stand still, and what that may make late. */
    private static final Map<String, Scope> STANDS = Map.of(
            "decisions", Scope.PROCESS,
            "appends", Scope.PROCESS,
            "lease", Scope.PROCESS,
            "settlements", Scope.MANY,
            "claims", Scope.NONE,
            "session-reads", Scope.NONE,
            "blocking", Scope.NONE,
            "user-groups", Scope.NONE,
            "group-members", Scope.MANY,
            "group-pages", Scope.MANY);

    private static final List<String> PURPOSES =
            STANDS.keySet().stream().sorted().toList();

    /** After a process was as good as gone: its lease runs out, and others claim what it held. */
    static final Duration LEASE_AND_CLAIM = Duration.ofSeconds(25);

    private static final Duration RETRIES = Duration.ofSeconds(5);

    private final Random random;
    private final SimProcess process;
    private final History history;
    private final Fibers fibers;
    private int badCalls;
    private boolean errors;
    private @Nullable Disturbance bad;
    private int stands;
    /** How long the next calls stand; null for ever. */
    private @Nullable Duration standsFor;

    private @Nullable Disturbance stood;
    private final List<Disturbance> open = new ArrayList<>();
    private final List<Runnable> standing = new ArrayList<>();
    private @Nullable UserId poisoned;
    private @Nullable PartId refused;
    private boolean refuses;
    private @Nullable Disturbance refusal;

    Trouble(Random random, SimProcess process, History history, Fibers fibers) {
        this.random = random;
        this.process = process;
        this.history = history;
        this.fibers = fibers;
    }

    /** So many calls may fail. */
    void begin(int calls) {
        badCalls = calls;
        errors = random.nextInt(4) == 0;
        if (bad == null) {
            bad = history.disturbed(Scope.PROCESS, process.name, null, "calls of ports fail");
        }
    }

    /**
     * The next calls that a kind of thread makes take their time, until they have taken longer than they may, or for
     * ever.
     */
    void stand() {
        if (stands > 0 || process.isStanding()) {
            return;
        }
        String purpose = PURPOSES.get(random.nextInt(PURPOSES.size()));
        stands = 1 + random.nextInt(purpose.equals("decisions") ? 9 : 3);
        int kind = random.nextInt(4);
        standsFor = kind < 2
                ? Duration.ofMillis(50 + random.nextInt(3_000))
                : kind == 2 ? Duration.ofSeconds(10 + random.nextInt(20)) : null;
        process.letStand(purpose);
        stood = history.disturbed(
                Objects.requireNonNull(STANDS.get(purpose)),
                process.name,
                null,
                "calls on " + purpose + " stand still for " + (standsFor == null ? "ever" : standsFor));
    }

    /** No call that has to do with the user's devices succeeds any more. */
    void poison(UserId user) {
        if (poisoned == null) {
            poisoned = user;
            open.add(history.disturbed(Scope.USER, null, user, "rows cannot be read by " + process.name));
        }
    }

    /** The part whose settlement comes next is one that the store cannot settle. */
    void refuseSettlement() {
        if (!refuses && refused == null) {
            refuses = true;
            refusal = history.disturbed(Scope.PUSH, process.name, null, "one settlement is refused");
            open.add(refusal);
        }
    }

    /** All is well again. */
    void over() {
        badCalls = 0;
        badIsOver();
        stands = 0;
        process.letStand("");
        poisoned = null;
        refused = null;
        refuses = false;
        Instant until = history.time().plus(LEASE_AND_CLAIM);
        open.forEach(disturbance -> disturbance.end(until));
        open.clear();
        standsNoMore(LEASE_AND_CLAIM);
        List.copyOf(standing).forEach(process::execute);
        standing.clear();
    }

    private void badIsOver() {
        if (bad != null) {
            bad.end(history.time().plus(RETRIES));
            bad = null;
        }
    }

    /** The port as the engine of this process sees it. */
    <T> T around(Class<T> port, T real) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(),
                new Class<?>[] {port},
                (proxy, method, arguments) -> call(real, method, arguments == null ? new Object[0] : arguments)));
    }

    private @Nullable Object call(Object real, Method method, @Nullable Object[] arguments) throws Throwable {
        if (FACTS.contains(method.getName())) {
            return invoke(real, method, arguments);
        } else if (VIEWS.contains(method.getReturnType())) {
            return aroundView(method.getReturnType(), invoke(real, method, arguments));
        }
        Instant began = history.time();
        boolean before = random.nextBoolean();
        boolean stand = stands > 0 && Fibers.purpose() != null;
        if (stand && before) {
            standStill();
        }
        int luck = badCalls == 0 ? 9 : random.nextInt(6);
        badCalls = Math.max(0, badCalls - 1);
        failIf(luck == 0, method);
        failIfPoisoned(method, arguments);
        Object result = invoke(real, method, arguments);
        if (result instanceof Optional<?> renewed ? renewed.isPresent() && isRenewal(method) : isRenewal(method)) {
            history.leased(process, began, method.getName().equals("join"));
        }
        failIf(luck == 1, method);
        if (stand && !before) {
            standStill();
        }
        if (badCalls == 0) {
            badIsOver();
        }
        return result;
    }

    private static boolean isRenewal(Method method) {
        return method.getDeclaringClass() == Nodes.class
                && (method.getName().equals("renew") || method.getName().equals("join"));
    }

    private static @Nullable Object invoke(Object real, Method method, @Nullable Object[] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private void standStill() {
        if (--stands == 0) {
            process.letStand("");
        }
        Duration time = standsFor;
        fibers.stand(goOn -> {
            if (time == null) {
                standing.add(goOn);
            } else {
                process.scheduler().schedule(time, () -> {
                    goOn.run();
                    if (stands == 0 && !process.isStanding()) {
                        standsNoMore(time.compareTo(RETRIES) < 0 ? RETRIES : LEASE_AND_CLAIM);
                    }
                });
            }
        });
    }

    private void standsNoMore(Duration consequences) {
        if (stood != null) {
            stood.end(history.time().plus(consequences));
            stood = null;
        }
    }

    private void failIfPoisoned(Method method, @Nullable Object[] arguments) {
        if (poisoned != null && arguments.length == 1 && arguments[0] instanceof Collection<?> keys) {
            boolean hit = keys.stream()
                    .anyMatch(
                            key -> poisoned.equals(key) || (key instanceof CursorKey it && poisoned.equals(it.user())));
            failIf(hit, method);
        }
        if ((refuses || refused != null) && method.getName().equals("settle") && arguments[1] instanceof List<?> all) {
            if (refuses) {
                refused = ((Settlement) all.get(0)).part();
                refuses = false;
                if (refusal != null) {
                    refusal.isAbout(refused.number());
                }
            }
            failIf(all.stream().anyMatch(one -> ((Settlement) one).part().equals(refused)), method);
        }
    }

    private <T> T aroundView(Class<T> port, @Nullable Object real) {
        return around(port, port.cast(Objects.requireNonNull(real)));
    }

    private void failIf(boolean bad, Method method) {
        String what = "the connection was lost around " + method.getName();
        if (bad && errors) {
            throw new LinkageError(what);
        } else if (bad) {
            throw new IllegalStateException(what);
        }
    }
}
