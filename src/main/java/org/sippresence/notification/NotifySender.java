package org.sippresence.notification;

import java.util.function.Consumer;

/** Sends NOTIFYs. */
public interface NotifySender {

    /**
     * Sends without waiting. The answer is handed over exactly once, on any thread: the final response, or that there was
     * none. Never throws for a watcher that cannot be reached.
     */
    void send(Notify notify, Consumer<Answer> answer);

    /** How a NOTIFY ended. */
    sealed interface Answer {

        /**
         * A final response.
         *
         * @param retryAfter seconds of its Retry-After header, or -1
         */
        record Response(int status, int retryAfter) implements Answer {}

        /** A final response to a NOTIFY whose body was left out, because nobody had ever answered where it went to. */
        record Bodyless(Response response) implements Answer {}

        /**
         * It was not sent, because others wait for the first answer from where it was to go to.
         *
         * @param seconds after which it may be tried again
         */
        record Deferred(int seconds) implements Answer {}

        /** No final response in time (RFC 3261 section 17.1.2, timer F). */
        record Timeout() implements Answer {}

        /** It could not be sent: no route, refused connection, name that does not resolve. */
        record Unreachable(String why) implements Answer {}
    }
}
