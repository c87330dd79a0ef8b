package com.example.chat;

import io.offlinepush.api.Conversation;
import io.offlinepush.api.DeviceId;
import io.offlinepush.api.DeviceToken;
import io.offlinepush.api.Message;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.OfflinePushListener;
import io.offlinepush.api.Platform;
import io.offlinepush.api.PushConfig;
import io.offlinepush.api.Registration;
import io.offlinepush.api.SendConfig;
import io.offlinepush.api.SendResult;
import io.offlinepush.api.Session;
import io.offlinepush.api.TraceEvent;
import io.offlinepush.api.TraceStage;
import io.offlinepush.api.UserId;
import io.offlinepush.api.VendorApp;
import io.offlinepush.core.OfflinePush;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Pushes one message to a phone, and says how that ended. Settings come in as properties; so does the phone's token.
 */
public final class ChatServer {

    private static final VendorApp APP = new VendorApp("harmonyos", "com.example.chat");
    private static final DeviceId PHONE = new DeviceId("bob-mate60");

    private ChatServer() {}

    public static void main(String[] args) throws Exception {
        Properties properties = new Properties();
        try (Reader in = new InputStreamReader(System.in, StandardCharsets.UTF_8)) {
            properties.load(in);
        }
        DeviceToken token = new DeviceToken((String) properties.remove("token"));
        Map<String, String> settings = properties.entrySet().stream()
                .collect(Collectors.toMap(it -> (String) it.getKey(), it -> (String) it.getValue()));
        BlockingQueue<TraceEvent> ends = new LinkedBlockingQueue<>();
        try (OfflinePush push = OfflinePush.builder()
                .settings(settings)
                .inMemory()
                .listener(new OfflinePushListener() {
                    @Override
                    public void pushStep(MessageId message, TraceEvent event) {
                        if (event.stage() == TraceStage.ENDED) {
                            ends.add(event);
                        }
                    }
                })
                .build()) {
            push.start();
            done(push.devices().registerPush(new Registration(PHONE, APP, token)));
            UserId bob = new UserId("bob");
            Session session = done(push.sessions().login(bob, PHONE, Platform.HARMONY_OS, event -> true));
            done(session.disconnect());
            SendResult sent = done(push.messages()
                    .send(
                            Message.text(new UserId("alice"), Conversation.peer(bob), "Dinner at eight?"),
                            SendConfig.push(PushConfig.of("alice", "Dinner at eight?"))));
            TraceEvent end = ends.poll(60, TimeUnit.SECONDS);
            System.out.println(sent.getClass().getSimpleName() + ", ended " + (end == null ? "not" : end.reason())
                    + ", in " + (ChatServer.class.getModule().isNamed() ? "a module" : "no module"));
        }
    }

    private static <T> T done(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
}
