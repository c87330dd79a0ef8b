/** Checks a draft and appends it; many concurrent senders share one commit. */
@NullMarked
package io.offlinepush.core.message;

import org.jspecify.annotations.NullMarked;
