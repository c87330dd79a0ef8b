/** Whom a push is for, what is known of each device, and what is to be done about it. */
@NullMarked
package io.offlinepush.core.decision;

import org.jspecify.annotations.NullMarked;
