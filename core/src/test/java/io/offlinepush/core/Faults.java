package io.offlinepush.core;

import io.offlinepush.spi.Cursors;
import io.offlinepush.spi.Nodes;
import io.offlinepush.spi.Outbox;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the engine and a port, and does what a test says around a call: throws, waits, or runs something else
 * at just that moment. A call is named by its interface, for example {@code MessageStore.append}.
 */
final class Faults {

    private static final Set<Class<?>> VIEWS = Set.of(Outbox.class, Cursors.class, Nodes.class);

    private final Map<String, Deque<Runnable>> before = new ConcurrentHashMap<>();
    private final Map<String, Deque<Runnable>> after = new ConcurrentHashMap<>();
    private final Map<String, Integer> counts = new ConcurrentHashMap<>();

    /** The port as the engine sees it. */
    <T> T around(Class<T> port, T real) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(),
                new Class<?>[] {port},
                (proxy, method, arguments) -> call(real, method, arguments == null ? new Object[0] : arguments)));
    }

    /** The next call does this instead of beginning; if it does not throw, the call goes on. */
    void before(String call, Runnable what) {
        before.computeIfAbsent(call, unused -> new ConcurrentLinkedDeque<>()).addLast(what);
    }

    /** The next call does its work, then this. */
    void after(String call, Runnable what) {
        after.computeIfAbsent(call, unused -> new ConcurrentLinkedDeque<>()).addLast(what);
    }

    /** The next calls fail before they did anything. */
    void failBefore(String call, int times) {
        for (int i = 0; i < times; i++) {
            before(call, Faults::connectionLost);
        }
    }

    /** The next call does its work, and nobody learns of it. */
    void failAfter(String call) {
        after(call, Faults::connectionLost);
    }

    /** How many calls have begun. */
    int count(String call) {
        return counts.getOrDefault(call, 0);
    }

    /** What has not gone wrong yet does not. */
    void over() {
        before.clear();
        after.clear();
    }

    private static void connectionLost() {
        throw new IllegalStateException("the connection was lost");
    }

    private @Nullable Object call(Object real, Method method, @Nullable Object[] arguments) throws Throwable {
        String call = method.getDeclaringClass().getSimpleName() + "." + method.getName();
        counts.merge(call, 1, Integer::sum);
        run(before.get(call));
        Object result;
        try {
            result = method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
        run(after.get(call));
        return VIEWS.contains(method.getReturnType()) ? view(method.getReturnType(), result) : result;
    }

    private <T> T view(Class<T> port, Object real) {
        return around(port, port.cast(real));
    }

    private static void run(@Nullable Deque<Runnable> queue) {
        Runnable next = queue == null ? null : queue.pollFirst();
        if (next != null) {
            next.run();
        }
    }
}
