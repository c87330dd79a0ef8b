/** Programs that measure against peers, alternating in one run: {@link io.offlinepush.benchmarks.Main}. */
@NullMarked
package io.offlinepush.benchmarks;

import org.jspecify.annotations.NullMarked;
