package io.offlinepush.core;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Logger;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.AbstractLogger;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * The log of the tests: everything at TRACE, and what Guava's executors say through java.util.logging, kept as lines.
 */
@SuppressWarnings("exports") // SLF4J finds it and nobody else uses it
public final class CapturedLogs implements SLF4JServiceProvider {

    /** Where Guava reports a task that threw; a task of ours never should. */
    private static final java.util.logging.Logger GUAVA =
            java.util.logging.Logger.getLogger("com.google.common.util.concurrent");

    private static final List<Line> LINES = new CopyOnWriteArrayList<>();

    static {
        GUAVA.setUseParentHandlers(false);
        GUAVA.addHandler(new FromGuava());
    }

    private final ConcurrentMap<String, Logger> loggers = new ConcurrentHashMap<>();
    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final MDCAdapter mdc = new NOPMDCAdapter();

    /**
     * A line of the log.
     *
     * @param text as it would be written
     * @param thrown what was logged with it
     */
    record Line(Level level, String text, @Nullable Throwable thrown) {}

    /** Made by {@code ServiceLoader}. */
    public CapturedLogs() {}

    /** What was logged since the last {@link #clear}. */
    static List<Line> lines() {
        return List.copyOf(LINES);
    }

    /** What was logged since the last {@link #clear}, as it would be written. */
    public static List<String> texts() {
        return LINES.stream().map(Line::text).toList();
    }

    /** What was thrown with the lines since the last {@link #clear}, above all by tasks. */
    public static List<Throwable> thrown() {
        return LINES.stream().map(Line::thrown).filter(Objects::nonNull).toList();
    }

    public static void clear() {
        LINES.clear();
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return name -> loggers.computeIfAbsent(name, Capturing::new);
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return mdc;
    }

    @Override
    public String getRequestedApiVersion() {
        return "2.0.99";
    }

    @Override
    public void initialize() {}

    private static final class Capturing extends AbstractLogger {

        private static final long serialVersionUID = 1L;

        private Capturing(String name) {
            this.name = name;
        }

        @Override
        protected @Nullable String getFullyQualifiedCallerName() {
            return null;
        }

        @Override
        protected void handleNormalizedLoggingCall(
                Level level,
                @Nullable Marker marker,
                String pattern,
                @Nullable Object @Nullable [] arguments,
                @Nullable Throwable thrown) {
            LINES.add(new Line(level, MessageFormatter.basicArrayFormat(pattern, arguments), thrown));
        }

        @Override
        public boolean isTraceEnabled() {
            return true;
        }

        @Override
        public boolean isTraceEnabled(Marker marker) {
            return true;
        }

        @Override
        public boolean isDebugEnabled() {
            return true;
        }

        @Override
        public boolean isDebugEnabled(Marker marker) {
            return true;
        }

        @Override
        public boolean isInfoEnabled() {
            return true;
        }

        @Override
        public boolean isInfoEnabled(Marker marker) {
            return true;
        }

        @Override
        public boolean isWarnEnabled() {
            return true;
        }

        @Override
        public boolean isWarnEnabled(Marker marker) {
            return true;
        }

        @Override
        public boolean isErrorEnabled() {
            return true;
        }

        @Override
        public boolean isErrorEnabled(Marker marker) {
            return true;
        }
    }

    private static final class FromGuava extends Handler {

        @Override
        public void publish(LogRecord line) {
            LINES.add(new Line(Level.ERROR, line.getMessage(), line.getThrown()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
