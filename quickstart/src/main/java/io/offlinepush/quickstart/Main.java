package io.offlinepush.quickstart;

import io.offlinepush.api.OfflinePushException;
import io.offlinepush.sandbox.PushKitSandbox;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** Starts a gateway with a phone, a host with Offline Push, and the tour; exits with 0 only if all went as told. */
public final class Main {

    private static final Set<String> OPTIONS = Set.of("--help", "--http1");

    private static final String HELP = """
            The main job of Offline Push in one process, over loopback TLS: a phone is woken by a message
            and receives it at login. Checks what it shows; exits with 1 if anything differs.

              mvn -q -pl quickstart -am compile exec:java
              mvn -q -pl quickstart -am compile exec:java -Dexec.args=--http1

              --http1   the gateway speaks HTTP/1.1 only (otherwise HTTP/2)
              --help    this text
            """;

    private Main() {}

    /**
     * The program.
     *
     * @param args {@code --help} or {@code --http1}
     */
    public static void main(String[] args) {
        int status = run(List.of(args), System.out, System.err);
        if (status != 0) {
            System.exit(status);
        }
    }

    static int run(List<String> args, PrintStream out, PrintStream err) {
        for (String arg : args) {
            if (!OPTIONS.contains(arg)) {
                err.println("There is no option " + arg + ". Options: --http1, --help.");
                return 2;
            }
        }
        if (args.contains("--help")) {
            out.print(HELP);
            return 0;
        }
        out.println("Offline Push: a message to a phone that is offline wakes it, and login brings the message.");
        Story story = new Story(out, System::nanoTime);
        AtomicBoolean interrupted = new AtomicBoolean();
        try (PushKitSandbox gateway = PushKitSandbox.builder()
                        .http1Only(args.contains("--http1"))
                        .start();
                Host host = new Host(settings(gateway));
                Server server = Server.start(host)) {
            Thread hook = closeOnInterrupt(server, gateway, interrupted, err);
            story.tell("gateway", "a stand-in for Push Kit listens on " + gateway.url());
            story.tell("server", "Offline Push is up: messages and bindings in memory, pushes through HarmonyOS");
            story.tell("server", "it listens for its own clients on " + server.address());
            new Tour(story, gateway, host, server).run();
            Runtime.getRuntime().removeShutdownHook(hook);
            return 0;
        } catch (Story.Differs | OfflinePushException | IOException e) {
            // After Ctrl-C the tour trips over what is being closed: that is no news.
            if (!interrupted.get()) {
                err.println();
                err.println(e.getMessage());
            }
            return 1;
        }
    }

    /**
     * Everything a host has to say: where the service account is, and, for the stand-in only, where and whom to trust.
     */
    static Map<String, String> settings(PushKitSandbox gateway) {
        return Map.of(
                "harmonyos.apps.com.example.chat.serviceAccount", gateway.serviceAccountJson(),
                "harmonyos.url", gateway.url().toString(),
                "harmonyos.trustedCa", gateway.caPem());
    }

    /** Ctrl-C: the library installs no shutdown hook; a host closes it in its own. */
    private static Thread closeOnInterrupt(
            Server server, PushKitSandbox gateway, AtomicBoolean interrupted, PrintStream err) {
        Thread hook = new Thread(
                () -> {
                    interrupted.set(true);
                    try {
                        server.close();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    } finally {
                        gateway.close();
                    }
                    err.println("Interrupted: closed.");
                },
                "quickstart-close");
        Runtime.getRuntime().addShutdownHook(hook);
        return hook;
    }
}
