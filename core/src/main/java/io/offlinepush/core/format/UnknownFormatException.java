package io.offlinepush.core.format;

import io.offlinepush.api.OfflinePushException;

/** A body with a format number that this version does not know: a newer version wrote it. It is left as it is. */
public final class UnknownFormatException extends OfflinePushException {

    private static final long serialVersionUID = 1L;

    UnknownFormatException(String what, int format) {
        super(what + " has format " + format + ", which this version does not know", null);
    }
}
