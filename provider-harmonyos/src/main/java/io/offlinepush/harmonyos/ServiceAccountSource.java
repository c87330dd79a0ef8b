package io.offlinepush.harmonyos;

import io.offlinepush.api.SettingsException;
import java.nio.file.Path;
import java.util.function.Supplier;

/** Where an app's service account comes from. Read again at each renewal, so that a key can be replaced in flight. */
final class ServiceAccountSource {

    private final Supplier<String> text;

    private ServiceAccountSource(Supplier<String> text) {
        this.text = text;
    }

    /** A file, read at each renewal. */
    static ServiceAccountSource file(Path path) {
        return new ServiceAccountSource(() -> Texts.read(path));
    }

    /** The account's text itself, as it is or in base64; anything else is a path. */
    static ServiceAccountSource pathOrText(String value) {
        String plain = AccountText.plain(value);
        return AccountText.isText(plain)
                ? new ServiceAccountSource(() -> plain)
                : new ServiceAccountSource(() -> Texts.read(plain));
    }

    /** Whatever the host has: a secret store, a variable. Asked at each renewal, may block. */
    static ServiceAccountSource supplied(Supplier<String> text) {
        return new ServiceAccountSource(text);
    }

    /**
     * Reads the account as it is now.
     *
     * @param setting the setting's full name, for messages
     * @throws SettingsException saying what to do
     */
    ServiceAccount read(String setting) {
        String now;
        try {
            now = text.get();
        } catch (Texts.Unreadable e) {
            throw new SettingsException(setting, e.getMessage());
        } catch (RuntimeException e) {
            // Its message is the host's and may show anything; its type has to do.
            throw new SettingsException(
                    setting,
                    "must be supplied: the supplier threw " + e.getClass().getName());
        }
        if (now == null) {
            throw new SettingsException(setting, "must be supplied: the supplier returned null");
        }
        return ServiceAccount.parse(setting, AccountText.plain(now));
    }

    @Override
    public String toString() {
        return "ServiceAccountSource[hidden]";
    }
}
