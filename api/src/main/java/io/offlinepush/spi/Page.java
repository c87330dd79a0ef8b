package io.offlinepush.spi;

import java.util.List;

/**
 * What was read of a timeline.
 *
 * @param entries in order of sequence; may be empty
 * @param more whether there was more when it was read
 */
public record Page(List<StoredEntry> entries, boolean more) {

    /** Copies the list. */
    public Page {
        entries = List.copyOf(entries);
    }
}
