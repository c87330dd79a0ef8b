/** A host of Offline Push, and a tour that plays its users. */
@NullMarked
package io.offlinepush.quickstart;

import org.jspecify.annotations.NullMarked;
