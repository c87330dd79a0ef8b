package io.offlinepush.sandbox;

import java.util.ArrayDeque;
import java.util.List;

/**
 * The newest requests, oldest first: at most {@value #MAX_REQUESTS}, and at most {@value #MAX_CHARACTERS} characters of
 * bodies, so that full batches do not fill the heap. Safe for any number of threads.
 */
final class RequestLog {
    private static final int MAX_REQUESTS = 10_000;
    private static final int MAX_CHARACTERS = 64 << 20;

    private final ArrayDeque<SeenRequest> requests = new ArrayDeque<>();
    private int characters;

    synchronized void add(SeenRequest request) {
        requests.addLast(request);
        characters += request.body().length();
        while (requests.size() > MAX_REQUESTS || characters > MAX_CHARACTERS) {
            characters -= requests.removeFirst().body().length();
        }
    }

    synchronized void clear() {
        requests.clear();
        characters = 0;
    }

    synchronized List<SeenRequest> newest() {
        return List.copyOf(requests);
    }
}
