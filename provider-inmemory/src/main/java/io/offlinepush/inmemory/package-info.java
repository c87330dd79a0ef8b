/**
 * Every port in memory. Two uses: the reference that shows what a port has to do with nothing in the way, and the
 * double that tests run against.
 *
 * <p>Strict where a real store or gateway would be: what is outside a documented range is an
 * {@link java.lang.IllegalArgumentException}, what comes after {@code close} an
 * {@link java.lang.IllegalStateException}.
 */
@NullMarked
package io.offlinepush.inmemory;

import org.jspecify.annotations.NullMarked;
