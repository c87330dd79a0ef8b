package io.offlinepush.sandbox;

import io.offlinepush.sandbox.rules.Codes;
import io.offlinepush.sandbox.rules.HeaderRules;
import io.offlinepush.sandbox.rules.Recipients;
import io.offlinepush.sandbox.rules.Refusal;
import io.offlinepush.sandbox.rules.RequestHead;
import io.offlinepush.sandbox.rules.RevokeRequest;
import java.util.Optional;
import java.util.regex.Pattern;

/** messages:revoke: takes a notification back from where it was not tapped and from where it has not arrived. */
final class Revocation {
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9+/=\\-_]{32,}");

    private final String appClientId;
    private final DeviceDirectory devices;

    Revocation(String appClientId, DeviceDirectory devices) {
        this.appClientId = appClientId;
        this.devices = devices;
    }

    /** The path's client is this app's; a project's client id is none. */
    void checkClient(RequestHead head) {
        if (!HeaderRules.clientOf(head.path()).equals(appClientId)) {
            throw new Refusal(Codes.NO_PERMISSION, "No permission to send message to these tmIDs.");
        }
    }

    /**
     * The tokens sorted. One that this gateway never issued belongs to another app if it looks like a token at all;
     * then nothing is done for the others either.
     */
    Recipients sort(RevokeRequest request) {
        for (String token : request.tokens()) {
            if (!devices.isKnown(token) && TOKEN.matcher(token).matches()) {
                throw new Refusal(Codes.OTHER_APP, "Token app mismatch with specify app.");
            }
        }
        return Recipients.sort(
                request.tokens(), token -> devices.isKnown(token) ? Optional.empty() : Optional.of("tokenFormatError"));
    }
}
