/** The way to the vendors: lanes, the gate, one attempt at a provider and its answer. */
@NullMarked
package io.offlinepush.core.delivery;

import org.jspecify.annotations.NullMarked;
