package io.offlinepush.spi;

import java.util.List;

/**
 * A page of a timeline.
 *
 * @param entries the entries in order of sequence; may be empty
 * @param more whether the timeline had more entries when it was read
 */
public record Page(List<StoredEntry> entries, boolean more) {

    /** Copies the list. */
    public Page {
        entries = List.copyOf(entries);
    }
}
