package io.offlinepush.quickstart;

import io.offlinepush.api.ClientChannel;
import io.offlinepush.api.Conversation;
import io.offlinepush.api.DeviceId;
import io.offlinepush.api.DeviceToken;
import io.offlinepush.api.Message;
import io.offlinepush.api.Platform;
import io.offlinepush.api.PushConfig;
import io.offlinepush.api.PushId;
import io.offlinepush.api.RegisterResult;
import io.offlinepush.api.Registration;
import io.offlinepush.api.SendConfig;
import io.offlinepush.api.SendResult;
import io.offlinepush.api.Session;
import io.offlinepush.api.UserId;
import io.offlinepush.api.VendorApp;
import io.offlinepush.core.OfflinePush;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** A chat server, as far as Offline Push is concerned: what its connections call when a client says something. */
final class Host implements AutoCloseable {

    // readme:begin
    static final VendorApp APP = new VendorApp("harmonyos", "com.example.chat");

    final OfflinePush push;

    Host(Map<String, String> settings) {
        push = OfflinePush.builder().settings(settings).inMemory().build();
        push.start();
    }

    /** A device, which the host has authenticated, sends the token that Push Kit gave it. */
    CompletionStage<PushId> register(String device, String token) {
        return push.devices()
                .registerPush(new Registration(new DeviceId(device), APP, new DeviceToken(token)))
                .thenApply(RegisterResult::pushId)
                .thenApply(pushId -> pushId.orElseThrow());
    }

    /** A client logs in: from now on the channel is given what its user missed, then what is new. */
    CompletionStage<Session> login(String user, String device, ClientChannel channel) {
        return push.sessions().login(new UserId(user), new DeviceId(device), Platform.HARMONY_OS, channel);
    }

    /** A client sends a message: it is stored, delivered, and pushed where nobody acknowledges it. */
    CompletionStage<SendResult> send(String from, String to, String text) {
        Message message = Message.text(new UserId(from), Conversation.peer(new UserId(to)), text);
        PushConfig push =
                PushConfig.of(from, text).withPayload("{\"open\":\"chat\"}").withBadge(1);
        return this.push.messages().send(message, SendConfig.push(push));
    }

    /**
     * Ends the sessions, and waits for what is under way. The web server closes after this: it carries the last words.
     */
    @Override
    public void close() {
        push.close();
    }
    // readme:end
}
