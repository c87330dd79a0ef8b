package io.offlinepush.harmonyos;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.offlinepush.spi.VendorAnswer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Push Kit answered: {@code {"code":"80100000","msg":"{\"illegalTokens\":{reason:[tokens]}}","requestId":"…"}}.
 *
 * @param status the HTTP status
 * @param code the business code, as text also where it came as a number; empty if there is none
 * @param requestId the vendor's id of the request; empty if there is none
 * @param refused token to the reason why it was refused; null if the answer attributes nothing
 */
record Answer(
        int status, String code, String requestId, @Nullable Map<String, String> refused) {

    private static final int LONGEST_CODE = 16;
    private static final int LONGEST_REQUEST_ID = 64;
    private static final int LONGEST_REASON = 64;

    private static final String SUCCESS = "80000000";
    private static final byte[] BEFORE_ID =
            "{\"code\":\"80000000\",\"msg\":\"Success\",\"requestId\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] AFTER_ID = "\"}".getBytes(StandardCharsets.US_ASCII);

    // Names are the other side's to choose: kept for this answer, not for the life of the process.
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    /**
     * Reads an answer; what cannot be read leaves the code empty.
     *
     * @param status the HTTP status
     * @param body the whole body
     */
    static Answer parse(int status, byte[] body) {
        String plain = status == 200 ? plainSuccess(body) : null;
        if (plain != null) {
            return new Answer(200, SUCCESS, plain, null);
        }
        try (JsonParser parser = JSON.createParser(body)) {
            return envelope(status, parser);
        } catch (IOException | RuntimeException e) {
            // Not JSON, or made to hurt. The parser's message quotes the body, tokens and all, so it ends here.
            return new Answer(status, "", "", null);
        }
    }

    /**
     * The request's id, if this is what almost every answer is, byte for byte, so that it need not be parsed; or null.
     */
    private static @Nullable String plainSuccess(byte[] body) {
        int idLength = body.length - BEFORE_ID.length - AFTER_ID.length;
        if (idLength < 1 || idLength > LONGEST_REQUEST_ID) {
            return null;
        }
        int end = BEFORE_ID.length + idLength;
        if (!Arrays.equals(body, 0, BEFORE_ID.length, BEFORE_ID, 0, BEFORE_ID.length)
                || !Arrays.equals(body, end, body.length, AFTER_ID, 0, AFTER_ID.length)) {
            return null;
        }
        for (int i = BEFORE_ID.length; i < end; i++) {
            if (body[i] <= ' ' || body[i] == 0x7f || body[i] == '"' || body[i] == '\\') {
                return null;
            }
        }
        return new String(body, BEFORE_ID.length, idLength, StandardCharsets.ISO_8859_1);
    }

    /** For verdicts and logs. */
    VendorAnswer vendorAnswer() {
        return new VendorAnswer(shownCode(), requestId);
    }

    /** The same for one token: its code is followed by the reason, as in {@code 80300007 noRight}. */
    VendorAnswer vendorAnswer(String reason) {
        String shown = printable(reason, LONGEST_REASON);
        return shown.isEmpty() ? vendorAnswer() : new VendorAnswer(shownCode() + ' ' + shown, requestId);
    }

    private String shownCode() {
        return code.isEmpty() ? "HTTP " + status : code;
    }

    private static Answer envelope(int status, JsonParser parser) throws IOException {
        String code = "";
        String requestId = "";
        Map<String, String> refused = null;
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return new Answer(status, "", "", null);
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName().strip();
            JsonToken value = parser.nextToken();
            switch (name) {
                case "code" -> code = isText(value) ? printable(parser.getText(), LONGEST_CODE) : "";
                case "requestId" -> requestId = isText(value) ? printable(parser.getText(), LONGEST_REQUEST_ID) : "";
                case "msg" -> refused = message(parser, value);
                default -> {}
            }
            parser.skipChildren();
        }
        if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
            return new Answer(status, "", "", null);
        }
        return new Answer(status, code, requestId, refused);
    }

    /** A number's text is what stands there: 80000000 stays that, and 8e7 is no code. */
    private static boolean isText(JsonToken token) {
        return token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NUMBER_INT;
    }

    /** Codes and ids go to logs: one short line of visible ASCII, or nothing. */
    private static String printable(String text, int limit) {
        String stripped = text.strip();
        boolean fine = stripped.length() <= limit && stripped.chars().allMatch(c -> c > ' ' && c < 0x7f);
        return fine ? stripped : "";
    }

    /** The message: JSON in a string, sometimes plain text, and an object if a gateway ever unwraps it. */
    private static @Nullable Map<String, String> message(JsonParser parser, JsonToken value) throws IOException {
        if (value == JsonToken.START_OBJECT) {
            return illegalTokens(parser);
        }
        if (value != JsonToken.VALUE_STRING || !parser.getText().stripLeading().startsWith("{")) {
            return null;
        }
        try (JsonParser inner = JSON.createParser(parser.getText())) {
            inner.nextToken();
            return illegalTokens(inner);
        } catch (IOException e) {
            return null;
        }
    }

    private static @Nullable Map<String, String> illegalTokens(JsonParser parser) throws IOException {
        Map<String, String> refused = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName().strip();
            if (parser.nextToken() == JsonToken.START_OBJECT && name.equals("illegalTokens")) {
                refused = new HashMap<>();
                reasons(parser, refused);
            } else {
                parser.skipChildren();
            }
        }
        return refused;
    }

    private static void reasons(JsonParser parser, Map<String, String> refused) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String reason = parser.currentName().strip();
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                parser.skipChildren();
                continue;
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (parser.currentToken() == null) {
                    return;
                }
                if (parser.currentToken() == JsonToken.VALUE_STRING) {
                    // Under two reasons, the one that does not blame the token counts: it must not cost one.
                    refused.merge(
                            parser.getText(), reason, (one, other) -> Refusal.of(one) == Refusal.TOKEN ? other : one);
                }
                parser.skipChildren();
            }
        }
    }

    /** Shows no token. */
    @Override
    public String toString() {
        return "Answer[" + status + ", " + code + ", request " + requestId + "]";
    }
}
