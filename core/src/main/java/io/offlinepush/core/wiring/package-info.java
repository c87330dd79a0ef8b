/** Discovery, settings, start and close. */
@NullMarked
package io.offlinepush.core.wiring;

import org.jspecify.annotations.NullMarked;
