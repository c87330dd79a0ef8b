/** The loops that own what is claimed: the state of each part and device, timers, and what happens next. */
@NullMarked
package io.offlinepush.core.dispatch;

import org.jspecify.annotations.NullMarked;
