package io.offlinepush.api;

/** Tells a text that shows something from one that only takes room, or not even that. */
final class Visible {

    private static final int BRAILLE_BLANK = 0x2800;

    private Visible() {}

    /** Whether a text has a character that shows. */
    static boolean anyOf(String text) {
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            if (shows(character)) {
                return true;
            }
            i += Character.charCount(character);
        }
        return false;
    }

    private static boolean shows(int character) {
        if (character > ' ' && character < 0x7F) {
            return true;
        }
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> character != BRAILLE_BLANK && !isIgnorable(character);
        };
    }

    /** What Unicode calls default ignorable, apart from format characters: fillers, joiners and variation selectors. */
    private static boolean isIgnorable(int character) {
        return switch (character) {
            case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2065, 0x3164, 0xFFA0 -> true;
            default ->
                isIn(character, 0x180B, 0x180F)
                        || isIn(character, 0xFE00, 0xFE0F)
                        || isIn(character, 0xFFF0, 0xFFF8)
                        || isIn(character, 0xE0000, 0xE0FFF);
        };
    }

    private static boolean isIn(int character, int first, int last) {
        return character >= first && character <= last;
    }
}
