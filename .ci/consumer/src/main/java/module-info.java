/** A host of Offline Push. */
module com.example.chat {
    requires io.offlinepush.core;
}
