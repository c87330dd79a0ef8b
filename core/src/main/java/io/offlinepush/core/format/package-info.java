/** What the bodies that a store keeps for the core look like. The first byte is a format number. */
@NullMarked
package io.offlinepush.core.format;

import org.jspecify.annotations.NullMarked;
