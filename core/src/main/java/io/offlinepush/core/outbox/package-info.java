/** What is owed, in the store: claiming, settling, the node and its lease, retention. */
@NullMarked
package io.offlinepush.core.outbox;

import org.jspecify.annotations.NullMarked;
