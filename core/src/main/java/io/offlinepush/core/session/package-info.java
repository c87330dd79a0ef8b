/** Who is on which device: registration, login, the reader of a session, acknowledgement, logout. */
@NullMarked
package io.offlinepush.core.session;

import org.jspecify.annotations.NullMarked;
