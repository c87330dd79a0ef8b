/** The tour: the main job in one process, over real sockets. The providers are found at run time. */
module io.offlinepush.quickstart {
    requires io.offlinepush.core;
    requires io.offlinepush.sandbox;
    requires static org.jspecify;
}
