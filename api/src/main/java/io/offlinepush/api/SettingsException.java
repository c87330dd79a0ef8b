package io.offlinepush.api;

/**
 * A setting is missing, unknown, out of its range, or names something that is not there. Thrown while an
 * instance is built and started; the message says what to write.
 */
public final class SettingsException extends OfflinePushException {

    private static final long serialVersionUID = 1L;

    private final String setting;

    /**
     * A wrong setting.
     *
     * @param setting its full name, for example {@code harmonyos.url}
     * @param message what is wrong and what to write; the setting's name is put before it
     */
    public SettingsException(String setting, String message) {
        super(setting + " " + message, null);
        this.setting = setting;
    }

    /**
     * Which setting.
     *
     * @return the full name, for example {@code harmonyos.url}
     */
    public String setting() {
        return setting;
    }
}
