package io.offlinepush.sandbox;

import io.offlinepush.sandbox.phone.Message;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Every phone of a sandbox, and every token it ever handed out: {@code token -> phone}. Dead tokens stay known. */
final class DeviceDirectory {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-_";
    private static final int TOKEN_LENGTH = 112;

    private final Map<String, SimulatedPhone> phones = new ConcurrentHashMap<>();
    private final Map<String, SimulatedPhone> tokens = new ConcurrentHashMap<>();
    private final SecureRandom random;
    private final InstantSource clock;

    DeviceDirectory(SecureRandom random, InstantSource clock) {
        this.random = random;
        this.clock = clock;
    }

    SimulatedPhone phone(String name) {
        return phones.computeIfAbsent(name, n -> new SimulatedPhone(n, this, clock));
    }

    /** By name. */
    List<SimulatedPhone> phones() {
        return phones.values().stream()
                .sorted(Comparator.comparing(SimulatedPhone::name))
                .toList();
    }

    /** Every phone is gone, and no token was ever issued. */
    void clear() {
        phones.clear();
        tokens.clear();
    }

    /** A token nobody had before, of the length and the characters real ones were seen with. */
    String issueToken(SimulatedPhone phone) {
        StringBuilder token = new StringBuilder(TOKEN_LENGTH);
        for (int i = 0; i < TOKEN_LENGTH; i++) {
            token.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        String issued = token.toString();
        tokens.put(issued, phone);
        return issued;
    }

    /** Whether the gateway accepts the token; the phone may have another one by now. */
    boolean isKnown(String token) {
        return tokens.containsKey(token);
    }

    void revoke(String token, int notifyId) {
        SimulatedPhone phone = tokens.get(token);
        if (phone != null) {
            phone.revoke(token, notifyId);
        }
    }

    void deliver(String token, Message message) {
        SimulatedPhone phone = tokens.get(token);
        if (phone != null) {
            phone.receive(token, message);
        }
    }
}
