/**
 * The engine's promises, tried against chance: simulated phones, clients, vendors and faults, and a checker that sees
 * only them.
 */
@NullMarked
package io.offlinepush.core.sim;

import org.jspecify.annotations.NullMarked;
