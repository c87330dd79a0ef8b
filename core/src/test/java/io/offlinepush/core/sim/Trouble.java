package io.offlinepush.core.sim;

import io.offlinepush.spi.Cursors;
import io.offlinepush.spi.Nodes;
import io.offlinepush.spi.Outbox;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The way from one process to its ports: for a number of calls it is bad, and each of them may fail, before or after it worked. */
final class Trouble {

    private static final Set<Class<?>> VIEWS = Set.of(Outbox.class, Cursors.class, Nodes.class);

    private final Random random;
    private int badCalls;

    Trouble(Random random) {
        this.random = random;
    }

    void begin(int calls) {
        badCalls = calls;
    }

    void over() {
        badCalls = 0;
    }

    /** The port as the engine of this process sees it. */
    <T> T around(Class<T> port, T real) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(),
                new Class<?>[] {port},
                (proxy, method, arguments) -> call(real, method, arguments == null ? new Object[0] : arguments)));
    }

    private @Nullable Object call(Object real, Method method, @Nullable Object[] arguments) throws Throwable {
        boolean view = VIEWS.contains(method.getReturnType());
        int luck = view || badCalls == 0 ? 9 : random.nextInt(6);
        badCalls = view ? badCalls : Math.max(0, badCalls - 1);
        failIf(luck == 0, method);
        Object result;
        try {
            result = method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
        failIf(luck == 1, method);
        return view ? aroundView(method.getReturnType(), result) : result;
    }

    private <T> T aroundView(Class<T> port, Object real) {
        return around(port, port.cast(real));
    }

    private static void failIf(boolean bad, Method method) {
        if (bad) {
            throw new IllegalStateException("the connection was lost around " + method.getName());
        }
    }
}
