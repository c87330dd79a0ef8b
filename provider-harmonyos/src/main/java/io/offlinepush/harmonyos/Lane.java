package io.offlinepush.harmonyos;

import java.time.InstantSource;

/**
 * What all pushes of one app share.
 *
 * @param bearers what authorises them
 * @param http how they travel
 * @param bearerQueue the requests that wait for a bearer
 * @param alarms what an operator has to look at
 * @param clock our time, for comparison with the server's
 */
record Lane(BearerCache bearers, Http http, BearerQueue bearerQueue, Alarms alarms, InstantSource clock) {}
