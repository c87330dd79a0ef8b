package io.offlinepush.spi;

import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import java.util.Collection;
import java.util.Map;

/**
 * How far each device has acknowledged each timeline. Part of {@link MessageStore}.
 *
 * <p>Cursors are written behind: a node that dies loses steps, and the device is given those messages again.
 */
public interface Cursors {

    /**
     * Reads cursors.
     *
     * @param keys which
     * @return those that were ever written; 0 is a value like another
     */
    Map<CursorKey, Long> read(Collection<CursorKey> keys);

    /**
     * How far the user's most advanced device is: where a new device starts.
     *
     * @param user whose
     * @param timelines in which
     * @return for each timeline in which a device of the user has a cursor, the highest of them
     */
    Map<Timeline, Long> highest(UserId user, Collection<Timeline> timelines);

    /**
     * Moves cursors forward, never back: a lower value than the present one changes nothing. Nor does one in the timeline of a
     * {@linkplain Timeline.Kind#NOTIFICATION notification} in which nothing stands (any more): nobody would remove it.
     *
     * @param cursors the new values, 0 or more
     */
    void advance(Map<CursorKey, Long> cursors);
}
