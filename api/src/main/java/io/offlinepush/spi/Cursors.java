package io.offlinepush.spi;

import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import java.util.Collection;
import java.util.Map;

/**
 * How far each device has acknowledged each timeline. Part of {@link MessageStore}.
 *
 * <p>Cursors are written with a delay. If a node dies, its last steps are lost and the device receives those messages
 * again.
 */
public interface Cursors {

    /**
     * Reads cursors.
     *
     * @param keys the cursors to read
     * @return the cursors that were ever written; 0 is a valid value
     */
    Map<CursorKey, Long> read(Collection<CursorKey> keys);

    /**
     * The cursor of the user's most advanced device in each timeline, where a new device starts.
     *
     * @param user the user
     * @param timelines the timelines
     * @return the highest cursor for each timeline in which a device of the user has one
     */
    Map<Timeline, Long> highest(UserId user, Collection<Timeline> timelines);

    /**
     * Moves cursors forward. A value that is not higher than the present one changes nothing. A cursor in an empty or
     * removed {@linkplain Timeline.Kind#NOTIFICATION notification} timeline is ignored.
     *
     * @param cursors the new values, 0 or more
     */
    void advance(Map<CursorKey, Long> cursors);
}
