/** The way in: a builder, and the instance it makes. */
@NullMarked
package io.offlinepush.core;

import org.jspecify.annotations.NullMarked;
