package io.offlinepush.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;

/** Reads clock, CPU and allocation of this process. Threads that end in between take their bytes with them. */
final class Meter {

    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Map<Long, Long> allocated = allocated();
    private final long cpu = PROCESS.getProcessCpuTime();
    private final long start = System.nanoTime();

    private Meter() {}

    static Meter start() {
        return new Meter();
    }

    /** What so many items took until now. */
    Measured stop(long items) {
        return stop(items, System.nanoTime());
    }

    /**
     * What so many items took.
     *
     * @param end when the last of them was through; CPU and bytes are read now, with what followed
     */
    Measured stop(long items, long end) {
        double cpuNanos = PROCESS.getProcessCpuTime() - cpu;
        long bytes = 0;
        for (Map.Entry<Long, Long> thread : allocated().entrySet()) {
            bytes += thread.getValue() - allocated.getOrDefault(thread.getKey(), 0L);
        }
        return new Measured(items * 1e9 / (end - start), cpuNanos / 1e3 / items, (double) bytes / items);
    }

    private static Map<Long, Long> allocated() {
        long[] ids = THREADS.getAllThreadIds();
        long[] bytes = THREADS.getThreadAllocatedBytes(ids);
        Map<Long, Long> allocated = new HashMap<>();
        for (int i = 0; i < ids.length; i++) {
            // -1: it ended in between
            if (bytes[i] >= 0) {
                allocated.put(ids[i], bytes[i]);
            }
        }
        return allocated;
    }
}
