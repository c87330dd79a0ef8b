/** This process in the store: its lease, and the store's time. */
@NullMarked
package io.offlinepush.core.node;

import org.jspecify.annotations.NullMarked;
