package io.offlinepush.sandbox;

import static io.offlinepush.sandbox.TestSender.alert;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.offlinepush.sandbox.program.Main;
import io.offlinepush.sandbox.program.RunningProgram;
import java.io.BufferedReader;
import java.io.File;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The program and its control endpoints, as a host in another language uses them. */
class ProgramTest {
    @TempDir
    private Path directory;

    private RunningProgram program;
    private HttpClient client;

    @BeforeEach
    void start() throws Exception {
        program = RunningProgram.start("--dir", directory.toString());
        client = HttpClient.newHttpClient();
    }

    @AfterEach
    void stop() {
        program.close();
    }

    private HttpResponse<String> control(String method, String path, String json) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(program.settings().get("controlUrl") + path))
                .method(method, BodyPublishers.ofString(json));
        if (!json.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private JsonNode ok(String method, String path, String json) throws Exception {
        HttpResponse<String> response = control(method, path, json);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return TestSender.JSON.readTree(response.body());
    }

    /** From the files and lines the program gives, as a script would. */
    private TestSender sender() throws Exception {
        String account = Files.readString(Path.of(program.settings().get("serviceAccount")));
        assertThat(Files.readString(Path.of(program.settings().get("ca"))))
                .isEqualTo(program.sandbox().caPem());
        return new TestSender(program.sandbox(), Version.HTTP_2, new TestJwt(account, Instant.now()).sign());
    }

    private static List<String> readmeCommands() throws Exception {
        try (Stream<String> lines = Files.lines(Path.of("README.md"))) {
            return lines.filter(line -> line.startsWith("curl ")).toList();
        }
    }

    @Test
    void everyCommandOfTheReadmeWorks() throws Exception {
        List<String> commands = readmeCommands();
        assertThat(commands).hasSizeGreaterThan(15);
        String token = "";
        for (String command : commands) {
            assertThat(command).matches("curl -s (--json '[^']+' |-X DELETE )?\\$CONTROL/[a-z/]*");
            String path = command.substring(command.indexOf("$CONTROL") + "$CONTROL".length());
            String json = command.contains("--json") ? command.split("'", -1)[1] : "";
            if (command.contains("\"tap\"")) {
                assertThat(sender().send(alert(token)).code()).isEqualTo("80000000");
            }
            JsonNode answer = ok(json.isEmpty() ? command.contains("DELETE") ? "DELETE" : "GET" : "POST", path, json);
            token = answer.path("token").asText(token);
        }
        assertThat(program.sandbox().requests()).isEmpty();
        assertThat(program.sandbox().phones()).isEmpty();
        assertThat(program.sandbox().faults().pending()).isZero();
    }

    @Test
    void everyFaultOfTheReadmeCanBeScripted() throws Exception {
        Map<String, String> members = new HashMap<>(Map.of(
                "httpStatus", "503",
                "code", "\"81000001\"",
                "msg", "\"Inner Error.\"",
                "delivered", "true",
                "millis", "1",
                "policy", "\"REFUSED\"",
                "streams", "1",
                "bytes", "2048",
                "seed", "1",
                "requests", "1"));
        members.put("reason", "\"noRight\"");
        members.put("tokensPerSecond", "1");
        members.put("retryAfterSeconds", "1");
        List<String> names = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("README.md"))) {
            String[] cells = line.split("\\|", -1);
            if (cells.length != 5 || !cells[1].startsWith(" `") || cells[1].contains("--")) {
                continue;
            }
            String arguments = Stream.of(cells[2].replaceAll(", or .*|:.*", "").split(",", -1))
                    .map(cell -> cell.replace("`", "").trim())
                    .filter(cell -> !cell.isEmpty())
                    .map(cell -> ",\"" + cell + "\":" + members.get(cell))
                    .collect(Collectors.joining());
            for (String name : cells[1].split(",", -1)) {
                names.add(name.replace("`", "").trim());
                ok("POST", "/faults", "{\"fault\":\"" + names.get(names.size() - 1) + "\"" + arguments + "}");
            }
        }
        assertThat(names).hasSize(28).contains("stall", "qps", "msgAsText", "halfOpen");
        assertThat(program.sandbox().faults().pending()).isEqualTo(26);
    }

    @Test
    void aPhoneIsPushedToAndLookedAt() throws Exception {
        String token =
                ok("POST", "/phones", "{\"name\":\"alice\"}").get("token").textValue();
        ok("POST", "/faults", "{\"fault\":\"refuseTokens\",\"tokens\":{\"" + token + "\":\"noRight\"}}");
        assertThat(sender().send(alert(token)).code()).isEqualTo("80300007");
        ok("POST", "/faults", "{\"fault\":\"status\",\"httpStatus\":503,\"on\":\"connection\",\"times\":1}");
        assertThat(sender().send(alert(token)).status()).isEqualTo(503);
        assertThat(sender().send(alert(token)).code()).isEqualTo("80000000");
        JsonNode tray = ok("GET", "/phones/alice/tray", "").get("tray");
        assertThat(tray).hasSize(1);
        assertThat(tray.get(0).get("title").textValue()).isEqualTo("Alice");
        JsonNode requests = ok("GET", "/requests", "").get("requests");
        assertThat(requests).hasSize(3);
        assertThat(requests.get(2).get("delivered").booleanValue()).isTrue();
        JsonNode fired = ok("GET", "/faults", "").get("fired");
        assertThat(fired.get(0).get("fault").textValue()).isEqualTo("refuseTokens");
        assertThat(ok("POST", "/phones/alice", "{\"action\":\"reinstall\"}")
                        .get("token")
                        .textValue())
                .isNotEqualTo(token);
        ok("DELETE", "/", "");
        assertThat(sender().send(alert(token)).msg()).contains("tokenFormatError");
        assertThat(ok("GET", "/faults", "").get("fired")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET | /nothing | '' | 404",
                "GET | / | '' | 404",
                "PUT | /phones | '' | 404",
                "GET | /phones/bob | '' | 404",
                "GET | /phones/alice/secret | '' | 404",
                "POST | /phones | '' | 400",
                "POST | /phones | '{\"name\":\"a/b\"}' | 400",
                "POST | /phones | '{\"name\":1}' | 400",
                "POST | /phones | '[' | 400",
                "POST | /phones/alice | '{\"action\":\"explode\"}' | 400",
                "POST | /phones/alice | '{\"action\":\"tap\"}' | 400",
                "POST | /phones/alice | '{\"action\":\"tap\",\"index\":0}' | 400",
                "POST | /faults | '{\"fault\":\"nothing\"}' | 400",
                "POST | /faults | '{}' | 400",
                "POST | /faults | '{\"fault\":\"status\",\"httpStatus\":99}' | 400",
                "POST | /faults | '{\"fault\":\"stall\"}' | 400",
                "POST | /faults | '{\"fault\":\"stall\",\"delivered\":true,\"times\":0}' | 400",
                "POST | /faults | '{\"fault\":\"stall\",\"delivered\":true,\"on\":\"share\"}' | 400",
                "POST | /faults | '{\"fault\":\"truncatedBody\",\"bytes\":1}' | 400",
                "POST | /faults | '{\"share\":{\"fault\":\"http1Only\"},\"probability\":1,\"seed\":1}' | 400",
                "POST | /faults | '{\"share\":{\"fault\":\"refusedStream\"},\"probability\":2,\"seed\":1}' | 400",
                "PUT | /faults | '' | 404",
                "POST | /requests | '' | 404",
            })
    void whatMakesNoSenseIsRefusedInOneSentence(String method, String path, String json, int status) throws Exception {
        ok("POST", "/phones", "{\"name\":\"alice\"}");
        HttpResponse<String> response = control(method, path, json);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(TestSender.JSON.readTree(response.body()).get("error").textValue())
                .isNotEmpty()
                .doesNotContain("Exception");
    }

    @ParameterizedTest
    @CsvSource({
        "Host: evil.example, 403",
        "Host: localhost.evil.example, 403",
        "Host: 127.0.0.1.evil.example:80, 403",
        "Host: localhost, 200",
        "Host: 127.0.0.1:1, 200",
        "Host: [::1]:1, 200",
    })
    void onlyLoopbackHostsAreAnswered(String header, int status) throws Exception {
        assertThat(raw("GET /requests HTTP/1.1\r\n" + header + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 " + status + " ");
    }

    @Test
    void webPagesAndLargeBodiesAreRefused() throws Exception {
        String head = "POST /phones HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
        String body = "{\"name\":\"alice\"}";
        String length = "Content-Length: " + body.length() + "\r\n";
        assertThat(raw(head + "Origin: http://localhost\r\nContent-Type: application/json\r\n" + length + "\r\n"
                        + body))
                .startsWith("HTTP/1.1 403 ");
        assertThat(raw(head + "Content-Type: text/plain\r\n" + length + "\r\n" + body))
                .startsWith("HTTP/1.1 415 ");
        assertThat(control("POST", "/phones", " ".repeat(64 << 10) + body).statusCode())
                .isEqualTo(413);
        assertThat(program.sandbox().phones()).isEmpty();
    }

    private String raw(String request) throws Exception {
        URI url = URI.create(program.settings().get("controlUrl"));
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.setSoTimeout(60_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void theFilesGoWhenItCloses() {
        Path account = Path.of(program.settings().get("serviceAccount"));
        assertThat(account).exists();
        program.close();
        assertThat(account).doesNotExist();
        assertThat(directory).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--bogus",
                "--port",
                "--port 65536",
                "--port x",
                "--control-port -1",
                "--project-id p",
                "--app-client-id ''",
                "--dir",
                "extra"
            })
    void wrongOptionsEndItInOneSentence(String line) throws Exception {
        Process process = java(line.split(" ", -1));
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(err).hasLineCount(1).doesNotContain("Exception");
        assertThat(process.getInputStream().readAllBytes()).isEmpty();
    }

    @Test
    void helpNamesEveryOptionOfTheReadme() throws Exception {
        Process process = java("--help");
        String help = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        try (Stream<String> lines = Files.lines(Path.of("README.md"))) {
            List<String> options = lines.filter(line -> line.startsWith("| `--"))
                    .map(line -> line.substring(3, line.indexOf('`', 3)))
                    .toList();
            assertThat(options).hasSize(7);
            assertThat(help).contains(options);
        }
    }

    @Test
    void aTakenPortEndsItInOneSentence() throws Exception {
        String taken = Integer.toString(program.sandbox().url().getPort());
        Process process = java("--port", taken);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(err).hasLineCount(1).contains(taken);
    }

    @Test
    void itSaysWhereItIsAndEndsCleanlyWhenToldTo() throws Exception {
        Process process = java("--http1", "--project-id", "77");
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            Map<String, String> said = new HashMap<>();
            for (String line = out.readLine(); !line.equals("ready"); line = out.readLine()) {
                said.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
            }
            assertThat(said)
                    .containsOnlyKeys("url", "controlUrl", "serviceAccount", "ca", "projectId", "appClientId")
                    .containsEntry("projectId", "77");
            Path account = Path.of(said.get("serviceAccount"));
            assertThat(TestSender.JSON
                            .readTree(account.toFile())
                            .get("project_id")
                            .textValue())
                    .isEqualTo("77");
            process.destroy(); // as Ctrl-C
            process.waitFor();
            assertThat(account.getParent()).doesNotExist();
        }
    }

    private static Process java(String... arguments) throws Exception {
        String classPath = Stream.of("jdk.module.path", "java.class.path")
                .map(name -> System.getProperty(name, ""))
                .filter(path -> !path.isEmpty())
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", classPath));
        command.add(Main.class.getName());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).start();
    }
}
