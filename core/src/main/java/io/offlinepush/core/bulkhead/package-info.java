/** Calls to code that is not ours: each kind with a bound, a queue and a deadline of its own. */
@NullMarked
package io.offlinepush.core.bulkhead;

import org.jspecify.annotations.NullMarked;
