package io.offlinepush.sandbox.program;

import io.offlinepush.sandbox.rules.Printable;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The command line of {@link Main}.
 *
 * @param directory where the files go; empty for a temporary one
 */
record Options(
        boolean help,
        int port,
        int controlPort,
        Optional<String> projectId,
        Optional<String> appClientId,
        boolean http1,
        Optional<Path> directory) {

    static final String HELP = """
            A strict stand-in for Huawei's Push Kit gateway, with simulated phones, on loopback.

              --port N            the gateway's port; default 0: any that is free
              --control-port N    the port of the control endpoints; default 0
              --project-id N      the project in the path and in the service-account file
              --app-client-id N   the app's client id, for messages:revoke
              --http1             HTTP/1.1 only
              --dir PATH          where service-account.json and ca.pem are written;
                                  default: a new temporary directory
              --help              this text

            Once it listens it prints NAME=VALUE lines: url, controlUrl, serviceAccount, ca,
            projectId, appClientId; then the line "ready". It runs until it is stopped (Ctrl-C)
            and then deletes the files it wrote.

            The control endpoints, JSON over HTTP, are described in the module's README.md:
            phones, trays, faults, requests.
            """;

    /** The options, or {@link IllegalArgumentException} with one sentence. */
    static Options parse(String[] args) {
        boolean help = false;
        boolean http1 = false;
        int port = 0;
        int controlPort = 0;
        Optional<String> projectId = Optional.empty();
        Optional<String> appClientId = Optional.empty();
        Optional<Path> directory = Optional.empty();
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--help" -> help = true;
                case "--http1" -> http1 = true;
                case "--port" -> port = port(args, i++);
                case "--control-port" -> controlPort = port(args, i++);
                case "--project-id" -> projectId = Optional.of(digits(args, i++));
                case "--app-client-id" -> appClientId = Optional.of(digits(args, i++));
                case "--dir" -> directory = Optional.of(path(args, i++));
                default -> throw new IllegalArgumentException("Unknown option " + Printable.clipped(args[i], 60) + ".");
            }
        }
        return new Options(help, port, controlPort, projectId, appClientId, http1, directory);
    }

    private static String value(String[] args, int at) {
        if (at + 1 == args.length || args[at + 1].isEmpty()) {
            throw new IllegalArgumentException("The option " + args[at] + " needs a value.");
        }
        return args[at + 1];
    }

    private static String digits(String[] args, int at) {
        String value = value(args, at);
        if (!value.matches("[0-9]{1,32}")) {
            throw new IllegalArgumentException("The value of " + args[at] + " must be 1 to 32 decimal digits.");
        }
        return value;
    }

    private static int port(String[] args, int at) {
        String value = value(args, at);
        if (!value.matches("[0-9]{1,5}") || Integer.parseInt(value) > 65_535) {
            throw new IllegalArgumentException("The value of " + args[at] + " must be a port, 0 to 65535.");
        }
        return Integer.parseInt(value);
    }

    private static Path path(String[] args, int at) {
        try {
            return Path.of(value(args, at));
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("The value of " + args[at] + " must be a path.", e);
        }
    }
}
