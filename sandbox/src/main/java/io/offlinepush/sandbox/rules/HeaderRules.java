package io.offlinepush.sandbox.rules;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The rules for paths and headers. Push Kit REST API, messages:send and messages:revoke, request headers. */
public final class HeaderRules {
    private static final Set<String> REVOCABLE = Set.of("0", "2");

    private HeaderRules() {}

    /** Whether this is messages:send, of any project. A query is not: the documentation knows none. */
    public static boolean isSend(RequestHead head) {
        return head.method().equals("POST") && !projectOf(head.path()).isEmpty();
    }

    /** Whether this is messages:revoke, of any client. */
    public static boolean isRevoke(RequestHead head) {
        return head.method().equals("POST") && !clientOf(head.path()).isEmpty();
    }

    public static void checkProject(RequestHead head, String projectId) {
        if (!projectOf(head.path()).equals(projectId)) {
            throw Refusal.authentication("The JWT is not for the project in the path.");
        }
    }

    /** The push-type of a message to send. */
    public static int checkSend(RequestHead head) {
        return switch (checkHeaders(head, PushType.DOCUMENTED)) {
            case "0" -> PushType.ALERT;
            case "6" -> PushType.BACKGROUND;
            case "10" -> PushType.VOIP;
            default -> throw unknownToTheSandbox(head);
        };
    }

    public static void checkRevoke(RequestHead head) {
        if (!checkHeaders(head, REVOCABLE).equals("0")) {
            throw unknownToTheSandbox(head);
        }
    }

    private static Refusal unknownToTheSandbox(RequestHead head) {
        return Refusal.payload("the sandbox does not know push-type " + head.pushType());
    }

    private static String checkHeaders(RequestHead head, Set<String> pushTypesAllowed) {
        if (head.contentTypes().size() != 1 || !isJson(head.contentTypes().get(0))) {
            throw Refusal.payload("the header Content-Type must be application/json");
        }
        List<String> pushTypes = head.pushTypes();
        if (pushTypes.size() != 1 || !pushTypesAllowed.contains(pushTypes.get(0))) {
            throw Refusal.payload("The header does not contain valid push-type");
        }
        return pushTypes.get(0);
    }

    private static String projectOf(String path) {
        return between("/v3/", path, "/messages:send");
    }

    /** Empty if the path is not messages:revoke. */
    public static String clientOf(String path) {
        return between("/v1/", path, "/messages:revoke");
    }

    private static String between(String prefix, String path, String suffix) {
        if (!path.startsWith(prefix) || !path.endsWith(suffix) || path.length() <= prefix.length() + suffix.length()) {
            return "";
        }
        String middle = path.substring(prefix.length(), path.length() - suffix.length());
        return middle.indexOf('/') >= 0 || middle.indexOf('?') >= 0 ? "" : middle;
    }

    private static boolean isJson(String contentType) {
        String normal = contentType.toLowerCase(Locale.ROOT).replace(" ", "").replace("\"", "");
        return normal.equals("application/json") || normal.equals("application/json;charset=utf-8");
    }
}
