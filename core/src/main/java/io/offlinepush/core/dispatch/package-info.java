/** Owed push, decision, provider, verdict, end. */
@NullMarked
package io.offlinepush.core.dispatch;

import org.jspecify.annotations.NullMarked;
