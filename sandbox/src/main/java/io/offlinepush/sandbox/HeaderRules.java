package io.offlinepush.sandbox;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The rules for the path and the headers of messages:send. Push Kit REST API, messages:send, request headers. */
final class HeaderRules {
    private static final String PREFIX = "/v3/";
    private static final String SUFFIX = "/messages:send";
    private static final Set<String> PUSH_TYPES = Set.of("0", "1", "2", "6", "7", "10", "11");

    private HeaderRules() {}

    /** Whether this is messages:send, of any project. A query is not: the documentation knows none. */
    static boolean isSend(RequestHead head) {
        return head.method().equals("POST") && !projectOf(head.path()).isEmpty();
    }

    static void checkProject(RequestHead head, String projectId) {
        if (!projectOf(head.path()).equals(projectId)) {
            throw Refusal.authentication("The JWT is not for the project in the path.");
        }
    }

    static void checkHeaders(RequestHead head) {
        if (head.contentTypes().size() != 1 || !isJson(head.contentTypes().get(0))) {
            throw Refusal.payload("the header Content-Type must be application/json");
        }
        List<String> pushTypes = head.pushTypes();
        if (pushTypes.size() != 1 || !PUSH_TYPES.contains(pushTypes.get(0))) {
            throw Refusal.payload("The header does not contain valid push-type");
        }
        if (!pushTypes.get(0).equals("0")) {
            throw Refusal.payload("the sandbox knows push-type 0 only, not yet " + pushTypes.get(0));
        }
    }

    private static String projectOf(String path) {
        if (!path.startsWith(PREFIX) || !path.endsWith(SUFFIX) || path.length() <= PREFIX.length() + SUFFIX.length()) {
            return "";
        }
        String project = path.substring(PREFIX.length(), path.length() - SUFFIX.length());
        return project.indexOf('/') >= 0 || project.indexOf('?') >= 0 ? "" : project;
    }

    private static boolean isJson(String contentType) {
        String normal = contentType.toLowerCase(Locale.ROOT).replace(" ", "").replace("\"", "");
        return normal.equals("application/json") || normal.equals("application/json;charset=utf-8");
    }
}
