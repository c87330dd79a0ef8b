package io.offlinepush.api;

/**
 * The kind of client, with ZIM's numbers (ZIM API reference, ZIMPlatform).
 *
 * <p>A later version may add constants: write a default in a {@code switch}.
 */
public enum Platform {
    /** Windows. */
    WINDOWS(1),
    /** iPhone. */
    IPHONE_OS(2),
    /** Android. */
    ANDROID(3),
    /** macOS. */
    MAC_OS(4),
    /** Linux. */
    LINUX(5),
    /** A web page. */
    WEB(6),
    /** A mini-program. */
    MINI_PROGRAM(7),
    /** iPad. */
    IPAD_OS(9),
    /** HarmonyOS (ZIM: OHOS). */
    HARMONY_OS(10),
    /** Anything else. */
    UNKNOWN(32);

    private final int number;

    Platform(int number) {
        this.number = number;
    }

    /**
     * ZIM's number of the platform.
     *
     * @return for example 10 for HarmonyOS
     */
    public int number() {
        return number;
    }
}
