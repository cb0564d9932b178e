package org.sippresence.xcap.client;

import java.util.Map;

/**
 * Counters since the start and current gauges of the client.
 *
 * @param answers responses of the server
 * @param waiting queued requests
 * @param running pending requests
 * @param watched presentities whose rules are refreshed
 */
public record XcapClientMetrics(Answers answers, int waiting, int running, int watched) {

    /**
     * Responses by kind.
     *
     * @param found documents that were parsed
     * @param unchanged documents that have not changed
     * @param absent documents that do not exist
     * @param failures count of each kind; contains every kind
     */
    public record Answers(long found, long unchanged, long absent, Map<FetchFailure, Long> failures) {

        public Answers {
            failures = Map.copyOf(failures);
        }
    }
}
