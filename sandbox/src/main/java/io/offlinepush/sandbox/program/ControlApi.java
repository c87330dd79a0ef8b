package io.offlinepush.sandbox.program;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.offlinepush.sandbox.Notification;
import io.offlinepush.sandbox.PushKitSandbox;
import io.offlinepush.sandbox.SimulatedPhone;
import io.offlinepush.sandbox.rules.Fields;
import io.offlinepush.sandbox.rules.Refusal;
import io.offlinepush.sandbox.rules.StrictJson;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The control endpoints, whatever brings their requests; sandbox/README.md lists them. Safe for several threads. */
final class ControlApi {
    private final PushKitSandbox sandbox;

    /** An HTTP status and a JSON document. */
    record Result(int status, String json) {
        static Result ok(ObjectNode json) {
            return new Result(200, StrictJson.compact(json));
        }

        /** With the sentence as {@code error}. */
        static Result error(int status, String sentence) {
            return new Result(status, StrictJson.compact(StrictJson.object().put("error", sentence)));
        }
    }

    ControlApi(PushKitSandbox sandbox) {
        this.sandbox = sandbox;
    }

    /** Never throws. The body may be empty. */
    Result answer(String method, String path, byte[] body) {
        List<String> parts = Arrays.stream(path.split("/", -1)).skip(1).toList();
        try {
            return switch (parts.get(0)) {
                case "" -> parts.size() == 1 && method.equals("DELETE") ? reset() : notFound();
                case "phones" -> phones(method, parts, body);
                case "faults" -> parts.size() == 1 ? faults(method, body) : notFound();
                case "requests" ->
                    parts.size() == 1 && method.equals("GET")
                            ? Result.ok(ControlJson.requests(sandbox.requests()))
                            : notFound();
                default -> notFound();
            };
        } catch (Refusal refusal) {
            return Result.error(400, refusal.msg());
        } catch (IllegalArgumentException e) {
            return Result.error(400, String.valueOf(e.getMessage()));
        }
    }

    private static Result notFound() {
        return Result.error(404, "there is nothing of that path and method");
    }

    private Result reset() {
        sandbox.reset();
        return Result.ok(StrictJson.object());
    }

    private Result phones(String method, List<String> parts, byte[] body) {
        if (parts.size() == 1) {
            return switch (method) {
                case "GET" -> Result.ok(ControlJson.phones(sandbox.phones()));
                case "POST" -> Result.ok(ControlJson.phone(sandbox.phone(newName(body))));
                default -> notFound();
            };
        }
        Optional<SimulatedPhone> found = sandbox.phones().stream()
                .filter(phone -> phone.name().equals(parts.get(1)))
                .findFirst();
        if (found.isEmpty()) {
            return Result.error(404, "there is no phone of that name; POST /phones makes one");
        }
        SimulatedPhone phone = found.get();
        String what = method + " " + String.join("/", parts.subList(2, parts.size()));
        return switch (what) {
            case "GET " -> Result.ok(ControlJson.phone(phone));
            case "POST " -> act(phone, body);
            case "GET tray" -> Result.ok(ControlJson.notifications("tray", phone.tray()));
            case "GET shown" -> Result.ok(ControlJson.notifications("shown", phone.shown()));
            case "GET data" -> Result.ok(ControlJson.dataMessages(phone.dataMessages()));
            case "GET badge" -> Result.ok(StrictJson.object().put("badge", phone.badge()));
            default -> notFound();
        };
    }

    private static String newName(byte[] body) {
        Fields fields = Fields.root(StrictJson.parse(body), "name");
        String name = fields.text("name");
        if (!name.matches("[A-Za-z0-9._~-]{1,64}")) {
            throw fields.illegal("name", "must be 1 to 64 characters of letters, digits, . _ ~ -");
        }
        return name;
    }

    private static Result act(SimulatedPhone phone, byte[] body) {
        JsonNode json = StrictJson.parse(body);
        Fields fields = Fields.root(json, "action", "index");
        String action = fields.text("action");
        if (fields.has("index") != action.equals("tap")) {
            throw fields.illegal("index", "is for the action tap, which needs it");
        }
        ObjectNode result = StrictJson.object();
        switch (action) {
            case "openApp" -> phone.openApp();
            case "closeApp" -> phone.closeApp();
            case "killApp" -> phone.killApp();
            case "networkOn" -> phone.networkOn();
            case "networkOff" -> phone.networkOff();
            case "deleteToken" -> phone.deleteToken();
            case "reinstall" -> phone.reinstall();
            case "tap" -> {
                List<Notification> tray = phone.tray();
                int index = fields.integer("index", 0, Integer.MAX_VALUE);
                if (index >= tray.size()) {
                    throw fields.illegal("index", "is beyond the tray");
                }
                result.put("data", phone.tap(tray.get(index)));
            }
            default -> throw fields.illegal("action", "is none a phone knows");
        }
        result.setAll(ControlJson.phone(phone));
        return Result.ok(result);
    }

    private Result faults(String method, byte[] body) {
        switch (method) {
            case "GET" -> {}
            case "POST" -> FaultJson.script(StrictJson.parse(body), sandbox.faults());
            case "DELETE" -> sandbox.faults().clear();
            default -> {
                return notFound();
            }
        }
        return Result.ok(ControlJson.faults(sandbox.faults()));
    }
}
