/** Why each device was or was not pushed, and how far the push got. */
@NullMarked
package io.offlinepush.core.trace;

import org.jspecify.annotations.NullMarked;
