package io.offlinepush.core;

import io.offlinepush.spi.MessageStore;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.Outbox;
import io.offlinepush.spi.PartId;
import io.offlinepush.spi.Settlement;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Stands between one process and the store, and notes what the process settled. */
final class SettleLog {

    /**
     * A settlement.
     *
     * @param by the process, by its id in the store at that time
     * @param taken whether the store took it
     */
    record Line(NodeId by, Settlement settlement, boolean taken) {}

    private final List<Line> lines = new ArrayList<>();

    /** The store as this process sees it. */
    MessageStore around(MessageStore store) {
        return proxy(MessageStore.class, store);
    }

    /** The settlements of these parts that the store took. */
    List<Settlement> taken(Set<PartId> parts) {
        return lines.stream()
                .filter(line -> line.taken && parts.contains(line.settlement.part()))
                .map(Line::settlement)
                .toList();
    }

    private <T> T proxy(Class<T> port, Object real) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(), new Class<?>[] {port}, (proxy, method, arguments) -> {
                    Object result = call(real, method, arguments);
                    if (method.getName().equals("settle")) {
                        note((NodeId) arguments[0], (List<?>) arguments[1], (Set<?>) result);
                    }
                    return method.getReturnType() == Outbox.class ? proxy(Outbox.class, result) : result;
                }));
    }

    private static Object call(Object real, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private void note(NodeId by, List<?> settlements, Set<?> lost) {
        settlements.forEach(one -> {
            Settlement settlement = (Settlement) one;
            lines.add(new Line(by, settlement, !lost.contains(settlement.part())));
        });
    }
}
