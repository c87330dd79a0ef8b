/** What Push Kit demands of a request, and the refusals and answers that it gives. */
@NullMarked
package io.offlinepush.sandbox.rules;

import org.jspecify.annotations.NullMarked;
