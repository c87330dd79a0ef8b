package io.offlinepush.harmonyos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.offlinepush.api.SettingsException;
import io.offlinepush.testkit.ManualRuntime;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A service account that is wrong in one of the ways in which files, shells, variables and secret stores break it: the
 * start fails with a sentence about it, and nothing says a piece of the key.
 */
class WrongAccountsTest {

    private static final String APP = "apps." + TestRequest.APP + ".serviceAccount";
    private static final int PIECE = 20;

    /** A right account, and its key in base64, as PEM has it but on one line. */
    private static String account = "";

    private static String key = "";

    @BeforeAll
    static void make() throws Exception {
        String pem = ServiceAccountTest.pem(ServiceAccountTest.keys("RSA", 2048));
        account = ServiceAccountTest.json("12", pem);
        key = pem.substring(pem.indexOf("\\n") + 2, pem.lastIndexOf("\\n-----END"));
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                wrong("bare PEM", "a key alone", json -> pem("\n")),
                wrong("bare PEM after a byte order mark", "a key alone", json -> "\ufeff" + pem("\r\n")),
                wrong("bare PEM on one line", "a key alone", json -> pem(" ")),
                wrong("bare PEM with backslashes", "a key alone", json -> pem("\\n")),
                wrong("bare PEM, PKCS#1", "a key alone", json -> pem("\n").replace("PRIVATE", "RSA PRIVATE")),
                wrong("bare PEM in base64", "", json -> base64(pem("\n"))),
                wrong("the key's base64 alone", "", json -> key),
                wrong("the key's base64 in lines", "not one JSON object", json -> key.replaceAll("(.{64})", "$1\n")),
                wrong("200 characters of the key", "", json -> key.substring(0, 200)),
                wrong("40 characters of the key", "", json -> key.substring(0, 40)),
                wrong("a path with the key in it", "", json -> "/etc/push/" + key.substring(0, 64) + ".json"),
                wrong("in double quotes", "in quotes, which do not belong to it", json -> '"' + json + '"'),
                wrong("in single quotes", "in quotes, which do not belong to it", json -> '\'' + json + '\''),
                wrong("a JSON string of JSON", "", json -> '"' + json.replace("\"", "\\\"") + '"'),
                wrong("quotes escaped", "escaped once more", json -> json.replace("\"", "\\\"")),
                wrong("line breaks written out", "escaped once more", json -> json.replace("{\"", "{\\n\"")),
                wrong("cut in the key", "not one JSON object", json -> json.substring(0, json.indexOf(key) + 300)),
                wrong("cut at the end", "not one JSON object", json -> json.substring(0, json.length() - 1)),
                wrong("twice", "not one JSON object", json -> json + "\n" + json),
                wrong("an array of it", "not one JSON object", json -> "[" + json + "]\n"),
                wrong("an object around it", "has no field project_id", json -> "{\"account\":" + json + "}"),
                wrong("YAML", "not one JSON object", json -> "project_id: 12\nprivate_key: |\n" + pem("\n  ")),
                wrong("a property", "", json -> "private_key=" + key),
                wrong("a line of a shell", "", json -> "SERVICE_ACCOUNT='" + json + "'"),
                wrong("URL-encoded", "", json -> URLEncoder.encode(json, StandardCharsets.UTF_8)),
                wrong("hexadecimal", "", json -> HexFormat.of().formatHex(json.getBytes(StandardCharsets.UTF_8))),
                wrong("a data URL", "", json -> "data:application/json;base64," + base64(json)),
                wrong("base64 of base64", "", json -> base64(base64(json))),
                wrong(
                        "base64 that is cut",
                        "not one JSON object",
                        json -> base64(json).substring(0, 1200)),
                wrong("a comment in front", "", json -> "// account\n" + json),
                wrong("with U+0000", "", json -> "file\0" + json),
                wrong("line breaks in the key", "has become a line break", json -> json.replace("\\n", "\n")),
                wrong("escaped twice", "escaped twice", json -> json.replace("\\n", "\\\\n")),
                wrong("the key twice", "has the field private_key twice", json -> privateKey("{") + json.substring(1)),
                wrong(
                        "a field twice, and it is the key",
                        "has a field twice",
                        json -> "{\"" + key + "\":1,\"" + key + "\":2," + json.substring(1)),
                wrong("PKCS#1", "not PKCS#8 in PEM", json -> json.replace("PRIVATE KEY", "RSA PRIVATE KEY")),
                wrong("encrypted", "not PKCS#8 in PEM", json -> json.replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY")),
                wrong("a public key's name", "not PKCS#8 in PEM", json -> json.replace("PRIVATE KEY", "PUBLIC KEY")),
                wrong("a key that is damaged", "not PKCS#8 in PEM", json -> json.replace(key, key.substring(4))),
                wrong(
                        "the key in an object",
                        "has no field private_key",
                        json -> json.replace("\"private_key\":", "\"private_key\":{\"a\":")
                                .replace("\",\"sub", "\"},\"sub")),
                wrong("no project", "has no field project_id", json -> json.replace("project_id", "project")),
                wrong(
                        "the key as project",
                        "has a project_id with other",
                        json -> json.replace("\"12\"", '"' + key + '"')));
    }

    private static Arguments wrong(String how, String message, UnaryOperator<String> breakage) {
        return arguments(how, message, breakage);
    }

    private static String pem(String lineEnd) {
        return "-----BEGIN PRIVATE KEY-----" + lineEnd + key + lineEnd + "-----END PRIVATE KEY-----" + lineEnd;
    }

    private static String privateKey(String before) {
        return before + "\"private_key\":\"" + pem("\\n") + "\",";
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    @DisplayName("the start fails, and no message, cause, trace or log shows 20 characters of the key")
    void refused(String how, String message, UnaryOperator<String> breakage, @TempDir Path directory) throws Exception {
        String text = breakage.apply(account);
        Path file = Files.writeString(directory.resolve("account.json"), text);
        for (HarmonyOsProvider provider : List.of(
                HarmonyOsProvider.builder().app(TestRequest.APP, text).build(),
                HarmonyOsProvider.builder().app(TestRequest.APP, file).build(),
                HarmonyOsProvider.builder().app(TestRequest.APP, () -> text).build())) {
            assertThat(said(provider)).contains("harmonyos." + APP + " ").contains(message);
        }
        assertThat(said(new HarmonyOsProvider(), APP, text))
                .contains("harmonyos." + APP + " ")
                .contains(message);
        // Where a certificate belongs, a key is the mistake that is nearest.
        assertThat(said(new HarmonyOsProvider(), APP, account, "trustedCa", text))
                .contains("harmonyos.trustedCa ");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    @DisplayName("an account that becomes wrong in flight is told in an alarm, without a piece of the key")
    void inFlight(String how, String message, UnaryOperator<String> breakage, @TempDir Path directory)
            throws Exception {
        ManualRuntime runtime = new ManualRuntime();
        StringBuilder said = new StringBuilder();
        Path file = Files.writeString(directory.resolve("account.json"), account);
        TraceLog log = new TraceLog();
        BearerCache bearers = new BearerCache(
                "setting",
                ServiceAccountSource.file(file),
                runtime,
                new Alarms(runtime.ticker(), (subject, text) -> said.append(text)));
        Path unused = Files.writeString(file, breakage.apply(account));
        var stage = bearers.get().whenComplete((bearer, failure) -> said.append(trace(failure)));
        runtime.runAll();
        assertThat(stage).isCompletedExceptionally();
        assertThat(said).contains("no bearer could be made: setting ").contains(message);
        assertNoPiece(said + new String(log.since(), StandardCharsets.UTF_8));
    }

    /** What a failed start says, with its causes; neither that nor the log shows a piece of the key. */
    private static String said(HarmonyOsProvider provider, String... settings) {
        TraceLog log = new TraceLog();
        Throwable failure = catchThrowable(() -> provider.pushProvider(Opened.context(new ManualRuntime(), settings)));
        assertThat(failure).isInstanceOf(SettingsException.class);
        String said = trace(failure);
        assertNoPiece(said + new String(log.since(), StandardCharsets.UTF_8));
        return said;
    }

    private static String trace(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }

    private static void assertNoPiece(String said) {
        for (String form : List.of(key, base64(key), base64(account), base64(base64(account)))) {
            for (int i = 0; i + PIECE <= form.length(); i++) {
                if (said.contains(form.substring(i, i + PIECE))) {
                    // Not with assertThat, whose message would show it.
                    throw new AssertionError("a piece of the key shows, from character " + i);
                }
            }
        }
    }
}
