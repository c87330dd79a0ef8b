/**
 * For tests of hosts and of providers: {@link io.offlinepush.testkit.ManualRuntime} replaces time and threads.
 */
@NullMarked
package io.offlinepush.testkit;

import org.jspecify.annotations.NullMarked;
