package io.offlinepush.testkit;

import io.offlinepush.api.DeviceToken;
import io.offlinepush.api.VendorApp;
import io.offlinepush.spi.PushProvider;
import java.util.List;

/**
 * What a test class says about the provider and the vendor that {@link PushProviderContract} is to test: how the vendor
 * behaves from now on, and what has arrived there.
 */
public interface PushProviderSubject {

    /**
     * The subject, open.
     *
     * @return the same one throughout a test, and for each test another
     */
    PushProvider provider();

    /**
     * An app that the provider serves.
     *
     * @return one of {@link PushProvider#apps}
     */
    VendorApp app();

    /**
     * A token that the vendor takes for valid.
     *
     * @param n which one; another number gives another token
     * @return the token
     */
    default DeviceToken token(int n) {
        return new DeviceToken("contract-token-" + n);
    }

    /** From now on the vendor accepts everything: how it also behaves at first. */
    void vendorAccepts();

    /**
     * From now on the vendor says that this token is dead, and accepts the others.
     *
     * @param token the dead one
     */
    void vendorRefusesToken(DeviceToken token);

    /** From now on the vendor refuses what it is sent; a retry would not help, and no token is to blame. */
    void vendorRejects();

    /** From now on the vendor takes nothing and says that later it may. */
    void vendorAsksToRetryLater();

    /**
     * From now on the vendor takes requests and ends the exchange without an answer, so that the provider notices well
     * within 30 seconds: it closes the connection, or the provider under test has a short timeout.
     */
    void vendorGivesNoAnswer();

    /**
     * From now on the vendor gives no answer for this token, and accepts the others of the same request: part of a
     * request is lost, for example where it goes to the vendor in several.
     *
     * @param token the one without an answer
     * @return whether this can be brought about; false by default, for a provider whose answers are for a whole request
     */
    default boolean vendorGivesNoAnswerFor(DeviceToken token) {
        return false;
    }

    /**
     * From now on the vendor refuses the app itself: its rights, its keys or its clock.
     *
     * @return whether this can be brought about; false by default, for a vendor that has no such answer
     */
    default boolean vendorRefusesApp() {
        return false;
    }

    /** From now on the vendor takes requests and keeps silent, with the connection open. */
    void vendorHoldsAnswers();

    /**
     * What arrived at the vendor, whatever it answered.
     *
     * @return oldest first
     */
    List<Arrived> arrivedAtVendor();

    /**
     * What the provider has logged in this test, where the test class can see it.
     *
     * @return by default nothing
     */
    default String logged() {
        return "";
    }

    /**
     * A request as the vendor saw it.
     *
     * @param identity by what the vendor tells one notification from another
     * @param place where the phone shows it: of two with one place the newer takes the place of the older
     * @param tokens where to, in the order of the request
     */
    record Arrived(String identity, String place, List<DeviceToken> tokens) {
        /** Copies the list. */
        public Arrived {
            tokens = List.copyOf(tokens);
        }
    }
}
