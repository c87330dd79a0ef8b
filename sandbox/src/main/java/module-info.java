/** A strict stand-in for the HarmonyOS Push Kit v3 gateway, with simulated phones, for tests, demos and hosts' own CI. */
module io.offlinepush.sandbox {
    requires static org.jspecify;

    exports io.offlinepush.sandbox;
}
