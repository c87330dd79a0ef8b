package io.offlinepush.harmonyos;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads the small files that settings name, and says what to do when that fails. */
final class Texts {

    private Texts() {}

    /** Ends a sentence that begins with the setting's name. */
    static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }

    static String read(String path) {
        try {
            return read(Path.of(path));
        } catch (InvalidPathException e) {
            // It may be the secret itself, pasted where a path belongs: not repeated.
            throw new Unreadable("must be the path of a file, or the file's text; this is neither");
        }
    }

    static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (NoSuchFileException e) {
            throw new Unreadable("names a file that does not exist: " + path.toAbsolutePath());
        } catch (CharacterCodingException e) {
            throw new Unreadable("names a file that is not UTF-8 text: " + path.toAbsolutePath());
        } catch (IOException e) {
            throw new Unreadable(
                    "names a file that cannot be read: " + path.toAbsolutePath() + "; let this process's user read it");
        }
    }
}
