package io.offlinepush.harmonyos;

import io.netty.buffer.ByteBuf;

/** One connection to the gateway. Every method is called on its event loop. */
interface Connection {

    /** Whether a request can be written now, so that its bytes need not wait here. */
    boolean hasRoom();

    /** Whether a request can be written now or once something else has ended; false while its server may be gone. */
    boolean serves();

    /** Whether it ever carried a request, or could have: not one that its server ended at once. */
    boolean carried();

    /** Writes a request, without flushing. The connection ends the request or gives it back, whatever happens. */
    void write(InFlightRequest inFlight, ByteBuf body);

    /** Sends what was written, if anything was. */
    void flush();

    /** Nobody waits for the answer any more. */
    void abandon(InFlightRequest inFlight);

    /** Closes it; what is under way is unknown. */
    void close();

    /** What a connection tells the one who opened it. */
    interface Owner {

        /** It can carry requests. */
        void opened(Connection connection, String protocol, int most);

        /** It takes no more requests and ends what is under way. */
        void retired(Connection connection);

        /** There may be room again, or need of another connection. */
        void roomAgain();

        /** The server says that it did nothing with this one: it may be sent again. */
        void unprocessed(InFlightRequest inFlight);
    }
}
