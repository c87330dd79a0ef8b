/** The sandbox as a program: command line, control API and files. */
@NullMarked
package io.offlinepush.sandbox.program;

import org.jspecify.annotations.NullMarked;
