package io.offlinepush.sandbox.program;

import io.offlinepush.sandbox.PushKitSandbox;
import java.util.Map;

/** The program inside the test's process, for tests outside of its package. */
public final class RunningProgram implements AutoCloseable {
    private final Program program;

    private RunningProgram(Program program) {
        this.program = program;
    }

    /** Starts the program with the arguments of its command line. */
    public static RunningProgram start(String... arguments) throws Exception {
        return new RunningProgram(Program.start(Options.parse(arguments)));
    }

    /** The settings that the program prints, {@code name -> value}. */
    public Map<String, String> settings() {
        return program.settings();
    }

    /** The sandbox that the program runs. */
    public PushKitSandbox sandbox() {
        return program.sandbox();
    }

    @Override
    public void close() {
        program.close();
    }
}
