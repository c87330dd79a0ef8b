/** A strict stand-in for the Push Kit v3 gateway on loopback, with simulated phones. */
@NullMarked
package io.offlinepush.sandbox;

import org.jspecify.annotations.NullMarked;
