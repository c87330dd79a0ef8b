package io.offlinepush.api;

/**
 * A setting is missing, unknown, out of its range, or refers to something that does not exist. Thrown while an instance
 * is built and started; the message says what to write.
 */
public final class SettingsException extends OfflinePushException {

    private static final long serialVersionUID = 1L;

    private final String setting;

    /**
     * Makes the exception for a wrong setting.
     *
     * @param setting the full name, for example {@code harmonyos.url}
     * @param message what is wrong and what to write; the setting's name is put before it
     */
    public SettingsException(String setting, String message) {
        super(setting + " " + message, null);
        this.setting = setting;
    }

    /**
     * The wrong setting.
     *
     * @return the full name, for example {@code harmonyos.url}
     */
    public String setting() {
        return setting;
    }
}
