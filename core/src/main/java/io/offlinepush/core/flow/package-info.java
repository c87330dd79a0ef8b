/** How a call of the host becomes a call of a port: on which thread, and how failures are named. */
@NullMarked
package io.offlinepush.core.flow;

import org.jspecify.annotations.NullMarked;
