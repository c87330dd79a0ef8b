/** One message and one device, in every order in which what happens to them can happen. */
@NullMarked
package io.offlinepush.core.orders;

import org.jspecify.annotations.NullMarked;
