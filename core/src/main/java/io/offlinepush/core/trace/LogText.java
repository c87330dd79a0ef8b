package io.offlinepush.core.trace;

/**
 * Ids as a line of a log shows them. A client chose them: what does not show, or turns the direction of what follows,
 * is written as its code, for example {@code \u202E}; so nobody can make a line look like another, or an id like
 * another.
 */
public final class LogText {

    private LogText() {}

    /**
     * An id for a log, or for a sentence that is likely to be logged.
     *
     * @param id what is shown by its {@code toString}
     * @return one line that reads the same for no other id
     */
    public static String of(Object id) {
        String text = id.toString();
        if (text.chars().allMatch(LogText::isPlain)) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(character -> append(shown, character));
        return shown.toString();
    }

    private static void append(StringBuilder to, int character) {
        if (isPlain(character) || shows(character)) {
            to.appendCodePoint(character);
        } else if (character == '\\') {
            to.append("\\\\");
        } else {
            to.append(String.format(character > 0xFFFF ? "\\U%08X" : "\\u%04X", character));
        }
    }

    private static boolean isPlain(int character) {
        return character >= ' ' && character < 0x7F && character != '\\';
    }

    private static boolean shows(int character) {
        return character != '\\'
                && switch (Character.getType(character)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.PRIVATE_USE,
                            Character.UNASSIGNED,
                            Character.SPACE_SEPARATOR,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR -> false;
                    default -> true;
                };
    }
}
