package io.offlinepush.testkit;

/** Texts that appear nowhere by accident, so that a test can look for them. */
final class Secrets {

    static final String TITLE = "title-7Qz9";
    static final String TEXT = "text-4Wk2";
    static final String PAYLOAD = "payload-8Xv5";

    private Secrets() {}
}
