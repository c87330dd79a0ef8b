package io.offlinepush.harmonyos;

import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/**
 * A POST of JSON, and what becomes of it: exactly one of {@link #answered}, {@link #notSent} and {@link #unknown} is
 * called, once for each {@link Http#send}. None of the methods blocks or throws.
 */
interface HttpRequest {

    AsciiString path();

    AsciiString authorization();

    AsciiString pushType();

    /** What it weighs where Push Kit limits the rate: its tokens. */
    int weight();

    /** When it is given up, by the environment's ticker. */
    long deadlineNanos();

    /** The most bytes of an answer that are read. */
    int mostAnswerBytes();

    /**
     * The body, made directly before it is written, since it says how much time is left.
     *
     * @return not changed any more; null if there is nothing to send any more
     */
    byte @Nullable [] body();

    /** Runs the write, here and now, if the request may still leave. Called for every sending. */
    void sendIfCurrent(Runnable write);

    /** An answer came, whole. */
    void answered(HttpHead head, byte[] body);

    /**
     * Nothing of it was taken.
     *
     * @param why in words for a log and a trace: no token, key, text or payload
     */
    void notSent(String why);

    /**
     * It was written, and what became of it is not known.
     *
     * @param why in words for a log and a trace: no token, key, text or payload
     */
    void unknown(String why);
}
