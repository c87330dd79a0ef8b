package io.offlinepush.inmemory;

import io.offlinepush.api.DeviceToken;
import io.offlinepush.api.Replace;
import io.offlinepush.api.VendorApp;
import io.offlinepush.spi.Notification;
import io.offlinepush.spi.PushProvider;
import io.offlinepush.spi.Target;
import io.offlinepush.spi.VendorAnswer;
import io.offlinepush.spi.Verdict;
import io.offlinepush.testkit.PushProviderContract;
import java.util.List;

class InMemoryPushProviderContractTest implements PushProviderContract {

    private static final VendorAnswer ANSWER = new VendorAnswer("code", "request");

    private final InMemoryPushProvider provider = new InMemoryPushProvider(app());

    @Override
    public PushProvider provider() {
        return provider;
    }

    @Override
    public VendorApp app() {
        return new VendorApp("harmonyos", "com.example.chat");
    }

    @Override
    public void vendorAccepts() {
        provider.answerWith(target -> new Verdict.Accepted(ANSWER));
    }

    @Override
    public void vendorRefusesToken(DeviceToken token) {
        provider.answerWith(target ->
                target.token().equals(token) ? new Verdict.TokenInvalid(ANSWER) : new Verdict.Accepted(ANSWER));
    }

    @Override
    public void vendorRejects() {
        provider.answerWith(target -> new Verdict.Rejected(Verdict.Rejected.Cause.APP, ANSWER));
    }

    @Override
    public void vendorAsksToRetryLater() {
        provider.answerWith(target -> new Verdict.RetryLater(null, ANSWER));
    }

    @Override
    public void vendorGivesNoAnswer() {
        provider.answerWith(target -> {
            throw new IllegalStateException("no answer");
        });
    }

    @Override
    public boolean vendorGivesNoAnswerFor(DeviceToken token) {
        provider.answerWith(target -> target.token().equals(token)
                ? new Verdict.Unknown(VendorAnswer.NONE, "connection reset")
                : new Verdict.Accepted(ANSWER));
        return true;
    }

    @Override
    public boolean vendorRefusesApp() {
        provider.answerWith(target -> new Verdict.AppRefused(ANSWER, "the app may not push"));
        return true;
    }

    @Override
    public void vendorHoldsAnswers() {
        provider.holdNext();
    }

    @Override
    public List<Arrived> arrivedAtVendor() {
        return provider.pushed().stream()
                .map(pushed -> new Arrived(
                        pushed.notification().messageId() + "-"
                                + pushed.notification().edition(),
                        place(pushed.notification()),
                        pushed.targets().stream().map(Target::token).toList()))
                .toList();
    }

    private static String place(Notification notification) {
        return notification.replace() == Replace.CONVERSATION
                ? String.valueOf(notification.conversation())
                : String.valueOf(notification.messageId());
    }
}
