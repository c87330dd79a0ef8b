package io.offlinepush.sandbox.rules;

/** What strangers sent, made fit for a tip or a log line. */
public final class Printable {
    private Printable() {}

    /** At most {@code max} characters; each that is not printable ASCII becomes a question mark. */
    public static String clipped(String text, int max) {
        StringBuilder out = new StringBuilder(Math.min(text.length(), max));
        for (int i = 0; i < Math.min(text.length(), max); i++) {
            char c = text.charAt(i);
            out.append(c >= ' ' && c < 0x7f ? c : '?');
        }
        return out.toString();
    }

    /** Half of a pair has no UTF-8: JSON can spell it as an escape, nobody can show it. */
    static boolean hasUnpairedSurrogate(String text) {
        return text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
