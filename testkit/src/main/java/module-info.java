/** Contracts for every port, and a runtime without time and threads of its own. For tests only. */
module io.offlinepush.testkit {
    requires transitive io.offlinepush.api;
    requires transitive org.assertj.core;
    requires transitive org.junit.jupiter.api;

    exports io.offlinepush.testkit;
}
