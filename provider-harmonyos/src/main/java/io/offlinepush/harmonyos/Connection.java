package io.offlinepush.harmonyos;

import io.netty.buffer.ByteBuf;

/** One connection to the gateway. Every method is called on its event loop. */
interface Connection {

    /** Whether a request can be written now, so that its bytes need not wait here. */
    boolean hasRoom();

    /** Writes a request, without flushing. The connection ends the exchange, whatever happens. */
    void write(Exchange exchange, ByteBuf body);

    void flush();

    /** Nobody waits for the answer any more. */
    void abandon(Exchange exchange);

    /** Closes it; what is under way is unknown. */
    void close();

    /** What a connection tells the one who opened it. */
    interface Owner {

        /** It can carry requests. */
        void opened(Connection connection, String protocol);

        /** It takes no more requests and ends what is under way. */
        void retired(Connection connection);

        /** There may be room again. */
        void roomAgain();
    }
}
