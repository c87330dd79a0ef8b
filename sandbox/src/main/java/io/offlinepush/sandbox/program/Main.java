package io.offlinepush.sandbox.program;

import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;

/**
 * The sandbox as a program, for hosts in any language: {@code java -jar offline-push-sandbox-<version>-standalone.jar}.
 * {@code --help} says the rest; sandbox/README.md has examples.
 */
public final class Main {
    private static final int WRONG_OPTIONS = 2;
    private static final int CANNOT_START = 1;

    private Main() {}

    /**
     * Starts, prints where everything is, and runs until the process is told to end. Exit code 2 for wrong options, 1
     * if it cannot start.
     */
    public static void main(String[] args) {
        int exitCode = run(args, System.out, System.err);
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }

    private static int run(String[] args, PrintStream out, PrintStream err) {
        Options options;
        try {
            options = Options.parse(args);
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage() + " (--help shows the options)");
            return WRONG_OPTIONS;
        }
        if (options.help()) {
            out.print(Options.HELP);
            return 0;
        }
        Program program;
        try {
            program = Program.start(options);
        } catch (CannotStart e) {
            err.println(e.getMessage());
            return CANNOT_START;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(program::close, "push-kit-sandbox-close"));
        program.settings().forEach((name, value) -> out.println(name + "=" + value));
        out.println("ready");
        out.flush();
        waitForTheEnd();
        return 0;
    }

    private static void waitForTheEnd() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
