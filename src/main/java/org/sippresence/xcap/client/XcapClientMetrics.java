package org.sippresence.xcap.client;

import java.util.Map;

/**
 * What the client did since the start and does now.
 *
 * @param answers of the server
 * @param waiting requests that may not be sent yet
 * @param running requests that are under way
 * @param watched presentities whose rules are kept up to date
 */
public record XcapClientMetrics(Answers answers, int waiting, int running, int watched) {

    /**
     * Answers by kind.
     *
     * @param found documents that were read
     * @param unchanged documents that are what they were
     * @param absent documents that are not there
     * @param failures of each kind, every kind being there
     */
    public record Answers(long found, long unchanged, long absent, Map<FetchFailure, Long> failures) {

        public Answers {
            failures = Map.copyOf(failures);
        }
    }
}
