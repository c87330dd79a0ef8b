package io.offlinepush.core.bulkhead;

/** Too many calls of one kind wait for their turn. */
public final class BulkheadFullException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BulkheadFullException(String message) {
        super(message);
    }
}
