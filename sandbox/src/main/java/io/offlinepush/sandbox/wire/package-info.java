/** The wire: sockets, TLS, HTTP/1.1 and HTTP/2. */
@NullMarked
package io.offlinepush.sandbox.wire;

import org.jspecify.annotations.NullMarked;
