package io.offlinepush.sandbox;

/** What becomes of the request that meets a {@link Fault#goAway}. In each case the connection closes afterwards. */
public enum GoAway {
    /**
     * The last id is the newest stream: it and all before it are delivered and answered. On HTTP/1.1 the answer says
     * {@code Connection: close}.
     */
    ANSWERED,
    /**
     * The last id is the stream before: this one and later ones are never delivered, and the sender may know it. On
     * HTTP/1.1 the connection closes without an answer.
     */
    REFUSED,
    /**
     * The last id is the newest stream, which is delivered, but the connection closes without an answer to it, or to
     * those still waiting for one: what became of them, the sender cannot know. On HTTP/1.1 the same, without GOAWAY.
     */
    UNANSWERED
}
