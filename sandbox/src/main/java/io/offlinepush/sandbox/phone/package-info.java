/** The parts of a simulated phone: its notification tray and the messages kept while it is offline. */
@NullMarked
package io.offlinepush.sandbox.phone;

import org.jspecify.annotations.NullMarked;
