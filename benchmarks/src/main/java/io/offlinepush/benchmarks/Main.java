package io.offlinepush.benchmarks;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Starts a benchmark, in processes of its own so that Maven's has no part in it.
 *
 * <pre>
 * mvn -q -pl benchmarks -am compile exec:java -Dexec.args="send 5"
 * mvn -q -pl benchmarks -am compile exec:java -Dexec.args="group 7 partsInMemory=100000 -Xmx8g"
 * </pre>
 *
 * <p>What begins with a hyphen is for that process's JVM, for example
 * {@code -XX:StartFlightRecording=filename=send.jfr}.
 */
public final class Main {

    private static final String USAGE = """
            send | burst | wire | group | heap   [rounds, 5] [setting=value ...]
            push      [rounds, 7] [pushes a round, 100000] [thread]
            gateway   [rounds, 7] [pushes a round, 20000]
            json      [rounds, 7]
            Each takes options of the JVM too: what begins with a hyphen.""";

    /** For the whole engine with its store: one size, so that figures of different days are of the same heap. */
    private static final String[] HEAP = {"-Xms4g", "-Xmx4g", "-XX:+UseG1GC"};

    private Main() {}

    /**
     * Runs one.
     *
     * @param args which, and its numbers
     * @throws Exception if a process cannot be started or ends badly
     */
    public static void main(String[] args) throws Exception {
        List<String> rest = args.length > 1 ? Arrays.asList(args).subList(1, args.length) : List.of();
        switch (args.length == 0 ? "" : args[0]) {
            case "push" -> run(PushBenchmark.class, rest);
            case "json" -> run(JsonBenchmark.class, rest);
            case "gateway" -> run(GatewayBenchmark.class, rest);
            case "send" -> run(SendBenchmark.class, rest, HEAP);
            case "burst" -> run(BurstBenchmark.class, rest, HEAP);
            case "wire" -> run(WireBenchmark.class, rest, HEAP);
            case "group" -> run(GroupBenchmark.class, rest, HEAP);
            case "heap" -> run(HeapBenchmark.class, rest, HEAP);
            default -> System.out.println(USAGE);
        }
    }

    private static void run(Class<?> program, List<String> args, String... javaOptions) throws Exception {
        Map<Boolean, List<String>> ofJvm = args.stream().collect(Collectors.partitioningBy(arg -> arg.startsWith("-")));
        List<String> options = new ArrayList<>(List.of(javaOptions));
        options.addAll(ofJvm.getOrDefault(true, List.of()));
        List<String> rest = ofJvm.getOrDefault(false, List.of());
        int exit = start(program, rest, options.toArray(String[]::new))
                .inheritIO()
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IllegalStateException(program.getSimpleName() + " ended with " + exit);
        }
    }

    /** A Java process with the class path of this one. */
    static ProcessBuilder start(Class<?> program, List<String> args, String... javaOptions) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(javaOptions));
        command.addAll(List.of("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-cp", classPath(), program.getName()));
        command.addAll(args);
        return new ProcessBuilder(command);
    }

    private static String classPath() {
        ClassLoader loader = Main.class.getClassLoader();
        if (loader instanceof URLClassLoader urls) {
            return Arrays.stream(urls.getURLs())
                    .map(Main::path)
                    .collect(Collectors.joining(System.getProperty("path.separator")));
        }
        return System.getProperty("java.class.path");
    }

    private static String path(URL url) {
        return Path.of(java.net.URI.create(url.toString())).toString();
    }

    /** The first line that a process prints. */
    static String firstLine(Process process) throws IOException {
        String line = process.inputReader().readLine();
        if (line == null) {
            throw new IOException("the process printed nothing");
        }
        return line;
    }
}
