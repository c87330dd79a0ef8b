package io.offlinepush.core.dispatch;

import io.offlinepush.api.Timeline;
import io.offlinepush.spi.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * All loops of a process. A timeline belongs to one of them for ever: what happens to its parts happens there, in
 * order.
 */
final class Loops {

    private final List<DispatchLoop> all = new ArrayList<>();

    void add(DispatchLoop loop) {
        all.add(loop);
    }

    DispatchLoop of(Timeline timeline) {
        int hash = timeline.hashCode();
        return all.get(Math.floorMod(hash ^ (hash >>> 16), all.size()));
    }

    /** Brings parts to their loops; each has a place in the capacity. */
    void add(NodeId holder, List<NewWork> works, boolean claimed) {
        if (works.isEmpty()) {
            return;
        }
        if (all.size() == 1) {
            DispatchLoop only = all.get(0);
            only.execute(() -> only.add(holder, works, claimed));
            return;
        }
        List<List<NewWork>> byLoop = new ArrayList<>(all.size());
        all.forEach(unused -> byLoop.add(new ArrayList<>()));
        for (NewWork work : works) {
            byLoop.get(all.indexOf(of(work.part().timeline()))).add(work);
        }
        for (int i = 0; i < all.size(); i++) {
            DispatchLoop loop = all.get(i);
            List<NewWork> own = byLoop.get(i);
            if (!own.isEmpty()) {
                loop.execute(() -> loop.add(holder, own, claimed));
            }
        }
    }

    /** Runs something on each loop. */
    void each(Consumer<DispatchLoop> task) {
        all.forEach(loop -> loop.execute(() -> task.accept(loop)));
    }

    /** Runs something on each loop; completes once all have. */
    CompletableFuture<Void> onEach(Consumer<DispatchLoop> task) {
        CompletableFuture<?>[] done = new CompletableFuture<?>[all.size()];
        for (int i = 0; i < done.length; i++) {
            DispatchLoop loop = all.get(i);
            done[i] = CompletableFuture.runAsync(() -> task.accept(loop), loop::execute);
        }
        return CompletableFuture.allOf(done);
    }
}
