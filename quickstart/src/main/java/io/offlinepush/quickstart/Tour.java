package io.offlinepush.quickstart;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.PushConfig;
import io.offlinepush.api.PushId;
import io.offlinepush.api.SendResult;
import io.offlinepush.api.TestPushResult;
import io.offlinepush.api.TraceEvent;
import io.offlinepush.api.TraceStage;
import io.offlinepush.quickstart.Frames.Received;
import io.offlinepush.sandbox.Answer;
import io.offlinepush.sandbox.Notification;
import io.offlinepush.sandbox.PushKitSandbox;
import io.offlinepush.sandbox.SeenRequest;
import io.offlinepush.sandbox.SimulatedPhone;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** The main job, chapter by chapter. What is printed was seen; what was not seen ends the tour. */
final class Tour {

    private static final String PHONE = "bob-mate60";

    private final Story story;
    private final PushKitSandbox gateway;
    private final Host host;
    private final Server server;
    private final SimulatedPhone phone;

    Tour(Story story, PushKitSandbox gateway, Host host, Server server) {
        this.story = story;
        this.gateway = gateway;
        this.host = host;
        this.server = server;
        this.phone = gateway.phone("Bob's phone");
    }

    void run() {
        PushId pushId = bobRegisters();
        MessageId missed = aliceSendsToASleepingPhone(pushId);
        Client bob = bobOpensTheApp(missed);
        aliceSendsToAnAttentivePhone();
        carolTakesThePhone(bob);
        theDeviceUnregisters();
        theGatewayRefusesTheToken();
        theDebugPush();
        story.end();
    }

    private PushId bobRegisters() {
        story.chapter("Bob's phone registers, Bob logs in, and the app is killed");
        String token = phone.getToken();
        story.tell(
                "Bob's phone", "got a token of " + token.length() + " characters from Push Kit (a secret: not shown)");
        PushId pushId = answer(host.register(PHONE, token));
        story.check("server", !pushId.value().contains(token), "registered it: PushID " + pushId);
        Client app = connect("bob");
        story.tell("server", "Bob is logged in on " + PHONE + ": login " + app.loginNumber());
        kill(app);
        return pushId;
    }

    private MessageId aliceSendsToASleepingPhone(PushId pushId) {
        story.chapter("Alice writes to Bob: his phone wakes up");
        SendResult.Stored sent = send("alice", "bob", "Dinner at eight?");
        story.tell("server", "stored as #" + sent.sequence() + " of Bob's inbox, message " + sent.messageId());
        awaitEnd(sent.messageId(), "ACCEPTED");
        for (TraceEvent event : trace(sent.messageId())) {
            boolean hisPhone = event.stage() == TraceStage.STORED || pushId.equals(event.pushId());
            story.check("server", hisPhone, "trace: " + told(event));
        }
        SeenRequest request = gateway.requests().get(0);
        story.check(
                "gateway",
                request.jwtVerified() && request.code().equals("80000000"),
                request.protocol() + " over TLS, token verified (PS256), accepted with " + request.code());
        Notification shown = phone.tray().get(0);
        story.check(
                "Bob's phone",
                shown.title().equals("alice") && shown.body().equals("Dinner at eight?"),
                "shows \"" + shown.title() + ": " + shown.body() + "\", badge " + phone.badge());
        return sent.messageId();
    }

    private Client bobOpensTheApp(MessageId missed) {
        story.chapter("Bob opens the app: it logs in and receives what he missed");
        phone.openApp();
        Client app = connect("bob");
        story.await("Bob's app", () -> app.received().size() == 1, "received one message after login");
        Received message = app.received().get(0);
        story.check(
                "Bob's app",
                message.messageId().equals(missed) && message.isOfflineMessage(),
                "\"" + message.content() + "\" from " + message.sender() + ", isOfflineMessage="
                        + message.isOfflineMessage());
        return app;
    }

    private void aliceSendsToAnAttentivePhone() {
        story.chapter("Alice writes while Bob is reading: no push");
        int before = gateway.requests().size();
        MessageId sent = send("alice", "bob", "Bring wine!").messageId();
        awaitEnd(sent, "DELIVERED");
        story.tell("server", "trace: " + PHONE + " acknowledged it, ended DELIVERED");
        story.check("gateway", gateway.requests().size() == before, "saw no request");
    }

    private void carolTakesThePhone(Client bob) {
        story.chapter("Bob logs out, Carol logs in on that phone: what is Bob's rings nowhere");
        logout(bob);
        story.tell("server", "Bob is logged out: his binding is cleared");
        Client carol = connect("carol");
        story.tell("server", "Carol is logged in on the same phone: login " + carol.loginNumber());
        kill(carol);
        int before = gateway.requests().size();
        awaitEnd(send("alice", "bob", "Only for Bob").messageId(), "NO_BINDING");
        story.check("gateway", gateway.requests().size() == before, "a message to Bob: no request, ended NO_BINDING");
        awaitEnd(send("alice", "carol", "Hello Carol").messageId(), "ACCEPTED");
        story.check(
                "Bob's phone",
                newest().body().equals("Hello Carol"),
                "a message to Carol: shows \"alice: Hello Carol\"");
    }

    private void theDeviceUnregisters() {
        story.chapter("The phone unregisters: nothing rings");
        answer(host.push.devices().unregisterPush(new DeviceId(PHONE)));
        int before = gateway.requests().size();
        awaitEnd(send("alice", "carol", "Are you there?").messageId(), "NO_BINDING");
        story.check("gateway", gateway.requests().size() == before, "a message to Carol: no request, ended NO_BINDING");
    }

    private void theGatewayRefusesTheToken() {
        story.chapter("The gateway says that a token is dead: it is dropped");
        PushId pushId = answer(host.register(PHONE, phone.getToken()));
        story.tell("server", "registered again, with a new PushID: " + pushId);
        gateway.answerNext(Answer.refuseTokens("tokenFormatError", phone.getToken()::equals));
        awaitEnd(send("alice", "carol", "To a dead token").messageId(), "TOKEN_INVALID");
        SeenRequest refused = gateway.requests().get(gateway.requests().size() - 1);
        story.tell("gateway", "refused the token: " + refused.code() + " tokenFormatError");
        awaitEnd(send("alice", "carol", "Once more").messageId(), "NO_BINDING");
        story.tell("server", "the next message finds no token: ended NO_BINDING");
    }

    private void theDebugPush() {
        story.chapter("A debug push to one PushID, with its trace");
        PushId pushId = answer(host.register(PHONE, phone.reinstall()));
        TestPushResult result =
                answer(host.push.diagnostics().testPush(pushId, PushConfig.of("Test", "Can you see me?")));
        story.check(
                "server",
                result.outcome() == TestPushResult.Outcome.ACCEPTED,
                "the vendor says " + result.vendorCode() + ", request " + result.requestId());
        result.events().forEach(event -> story.tell("server", "trace: " + told(event)));
        story.check("Bob's phone", newest().title().equals("Test"), "shows \"Test: Can you see me?\"");
    }

    private Client connect(String user) {
        try {
            return Client.login(server.address(), user, PHONE);
        } catch (IOException e) {
            throw new Story.Differs("The app should be logged in, but: " + e);
        }
    }

    private void logout(Client app) {
        try {
            answer(app.logout());
        } catch (IOException e) {
            throw new Story.Differs("The app should be logged out, but: " + e);
        }
    }

    /** The app is killed, which the server sees by its connection. */
    private void kill(Client app) {
        phone.killApp();
        try {
            app.close();
        } catch (IOException e) {
            throw new Story.Differs("The app's connection could not be closed: " + e);
        }
        story.await(
                "server",
                () -> server.connections() == 0,
                "the app is killed: its connection is gone, the binding stays");
    }

    private SendResult.Stored send(String from, String to, String text) {
        story.tell(from, "sends to " + to + ": \"" + text + "\"");
        SendResult result = answer(host.send(from, to, text));
        if (result instanceof SendResult.Stored stored) {
            return stored;
        }
        throw new Story.Differs("A message should have been stored, but the answer was " + result);
    }

    /** Waits until the push of a message has ended for every device, and the one reason is this. */
    private void awaitEnd(MessageId message, String reason) {
        String told = "the push ends: " + reason;
        story.await("server", () -> !ends(message).isEmpty(), told);
        if (!ends(message).equals(List.of(reason))) {
            throw new Story.Differs("A push should have ended " + reason + ", but ended " + ends(message));
        }
    }

    private List<String> ends(MessageId message) {
        return trace(message).stream()
                .filter(event -> event.stage() == TraceStage.ENDED)
                .map(event -> Objects.toString(event.reason()))
                .collect(Collectors.toList());
    }

    private List<TraceEvent> trace(MessageId message) {
        return answer(host.push.diagnostics().trace(message)).events();
    }

    private Notification newest() {
        List<Notification> tray = phone.tray();
        if (tray.isEmpty()) {
            throw new Story.Differs("The phone should show a notification, but its tray is empty");
        }
        return tray.get(tray.size() - 1);
    }

    private static String told(TraceEvent event) {
        String reason = event.reason() == null ? "" : " " + event.reason();
        String vendor = event.vendorCode().isEmpty() ? "" : " (vendor code " + event.vendorCode() + ")";
        return event.stage() + reason + vendor;
    }

    private static <T> T answer(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new Story.Differs("A call failed: " + e.getCause());
        } catch (TimeoutException e) {
            throw new Story.Differs("A call was not answered within 10 seconds");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Story.Differs("Interrupted");
        }
    }
}
