/** What can go wrong on the wire and in the gateway, one type for each fault. */
@NullMarked
package io.offlinepush.sandbox.faults;

import org.jspecify.annotations.NullMarked;
