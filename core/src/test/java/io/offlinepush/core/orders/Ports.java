package io.offlinepush.core.orders;

import io.offlinepush.spi.Cursors;
import io.offlinepush.spi.Nodes;
import io.offlinepush.spi.Outbox;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts gates around the calls of a port: before what a call does, and between that and its answer. */
final class Ports {

    private static final Set<Class<?>> VIEWS = Set.of(Outbox.class, Cursors.class, Nodes.class);

    private static final Map<String, Step> BEFORE = Map.of(
            "MessageStore.append", Step.APPENDED,
            "Nodes.live", Step.LOOKED,
            "Presence.online", Step.LOOKED,
            "BindingRegistry.recipients", Step.RECIPIENTS_READ,
            "Cursors.read", Step.CURSORS_READ,
            "MessageStore.read", Step.ENTRY_READ,
            "BindingRegistry.logout", Step.BINDING_CLEARED);

    private static final Map<String, Step> AFTER = Map.of(
            "MessageStore.append", Step.APPEND_ANSWERED,
            "Nodes.live", Step.LOOK_ANSWERED,
            "Presence.online", Step.LOOK_ANSWERED,
            "BindingRegistry.logout", Step.CLEARING_ANSWERED);

    private final Lockstep lockstep;
    private final Facts facts;

    Ports(Lockstep lockstep, Facts facts) {
        this.lockstep = lockstep;
        this.facts = facts;
    }

    /** The port as the engine sees it. */
    <T> T around(Class<T> port, T real) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(),
                new Class<?>[] {port},
                (proxy, method, arguments) -> call(real, method, arguments == null ? new Object[0] : arguments)));
    }

    private @Nullable Object call(Object real, Method method, @Nullable Object[] arguments) throws Throwable {
        String call = method.getDeclaringClass().getSimpleName() + "." + method.getName();
        pass(BEFORE.get(call));
        facts.called(call);
        Object result;
        try {
            result = method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
        pass(AFTER.get(call));
        return VIEWS.contains(method.getReturnType()) ? view(method.getReturnType(), result) : result;
    }

    private <T> T view(Class<T> port, Object real) {
        return around(port, port.cast(real));
    }

    private void pass(@Nullable Step gate) {
        if (gate != null) {
            lockstep.pass(gate);
        }
    }
}
