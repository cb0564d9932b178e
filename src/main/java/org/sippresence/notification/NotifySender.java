package org.sippresence.notification;

import java.util.function.Consumer;

/** Sends NOTIFYs. */
public interface NotifySender {

    /**
     * Sends asynchronously. The callback receives exactly one answer, on any thread: the final response, or the reason why there
     * is none. Never throws for an unreachable watcher.
     */
    void send(Notify notify, Consumer<Answer> answer);

    /** Sends a challenged NOTIFY again, with credentials. */
    @FunctionalInterface
    interface Repetition {

        /**
         * Sends asynchronously; the callback receives exactly one answer.
         *
         * @param cseq higher than that of the challenged NOTIFY (RFC 3261 section 22.2)
         */
        void send(long cseq, Consumer<Answer> answer);
    }

    /** The result of a NOTIFY. */
    sealed interface Answer {

        /**
         * A final response.
         *
         * @param retryAfter the Retry-After header in seconds, or -1
         */
        record Response(int status, int retryAfter) implements Answer {}

        /** A final response to a NOTIFY that was sent without its body, because its target was unproven. */
        record Bodyless(Response response) implements Answer {}

        /**
         * The NOTIFY was not sent, because other NOTIFYs wait for the first response from the same target.
         *
         * @param seconds delay after which it may be sent again
         */
        record Deferred(int seconds) implements Answer {}

        /** A 401 or 407 whose challenge can be answered, so that the NOTIFY should be repeated. */
        record Challenged(Repetition repetition) implements Answer {}

        /** No final response in time (RFC 3261 section 17.1.2, timer F). */
        record Timeout() implements Answer {}

        /**
         * The NOTIFY was not sent: the connection of its flow has ended, and the Contact cannot be reached. The next SUBSCRIBE
         * brings a new flow.
         */
        record FlowEnded() implements Answer {}

        /** The NOTIFY could not be sent: no route, connection refused or unresolvable name. */
        record Unreachable(String why) implements Answer {}
    }
}
