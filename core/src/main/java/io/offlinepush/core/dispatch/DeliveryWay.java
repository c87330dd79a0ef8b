package io.offlinepush.core.dispatch;

import io.offlinepush.core.delivery.Lanes;
import io.offlinepush.core.delivery.PushProviders;
import io.offlinepush.core.delivery.PushSender;

/**
 * The way to the vendors, shared by all loops.
 *
 * @param providers who serves which app
 * @param lanes one for each app
 * @param sender hands attempts to providers
 */
record DeliveryWay(PushProviders providers, Lanes lanes, PushSender sender) {}
