package io.offlinepush.sandbox.program;

import io.offlinepush.sandbox.PushKitSandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** A running sandbox with its control endpoints and its files. */
final class Program implements AutoCloseable {
    private final PushKitSandbox sandbox;
    private final ControlServer control;
    private final ProgramFiles files;
    private final Map<String, String> settings = new LinkedHashMap<>();

    private Program(PushKitSandbox sandbox, ControlServer control, ProgramFiles files) {
        this.sandbox = sandbox;
        this.control = control;
        this.files = files;
    }

    static Program start(Options options) throws CannotStart {
        PushKitSandbox sandbox = startSandbox(options);
        try {
            ControlServer control = startControl(options, sandbox);
            try {
                ProgramFiles files = ProgramFiles.write(options.directory(), sandbox);
                Program program = new Program(sandbox, control, files);
                program.settings.put("url", sandbox.url().toString());
                program.settings.put("controlUrl", control.url().toString());
                program.settings.put("serviceAccount", files.serviceAccount().toString());
                program.settings.put("ca", files.ca().toString());
                program.settings.put("projectId", sandbox.projectId());
                program.settings.put("appClientId", sandbox.appClientId());
                return program;
            } catch (IOException e) {
                control.close();
                throw new CannotStart("The files cannot be written: " + e + ".", e);
            }
        } catch (CannotStart e) {
            sandbox.close();
            throw e;
        }
    }

    private static PushKitSandbox startSandbox(Options options) throws CannotStart {
        PushKitSandbox.Builder builder =
                PushKitSandbox.builder().port(options.port()).http1Only(options.http1());
        options.projectId().ifPresent(builder::projectId);
        options.appClientId().ifPresent(builder::appClientId);
        try {
            return builder.start();
        } catch (UncheckedIOException e) {
            throw new CannotStart("The " + e.getMessage() + ".", e);
        }
    }

    private static ControlServer startControl(Options options, PushKitSandbox sandbox) throws CannotStart {
        try {
            return ControlServer.start(options.controlPort(), new ControlApi(sandbox));
        } catch (IOException e) {
            throw new CannotStart("The control port " + options.controlPort() + " cannot be used: " + e + ".", e);
        }
    }

    /** What a script needs to know, {@code name -> value}, in the order it is printed. */
    Map<String, String> settings() {
        return settings;
    }

    PushKitSandbox sandbox() {
        return sandbox;
    }

    @Override
    public void close() {
        control.close();
        sandbox.close();
        files.delete();
    }
}
