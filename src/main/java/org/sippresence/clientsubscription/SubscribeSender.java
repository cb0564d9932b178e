package org.sippresence.clientsubscription;

import java.util.OptionalInt;
import java.util.function.Consumer;

/** Sends SUBSCRIBEs. */
public interface SubscribeSender {

    /**
     * Sends without blocking. {@code answer} is called exactly once, on any thread: with the final response, or with the failure.
     * Never throws for an unreachable server.
     */
    void send(OutgoingSubscribe subscribe, Consumer<Answer> answer);

    /** Whether a request to this SIP URI would be sent to this server itself. */
    boolean isOurselves(String uri);

    /** Sends a challenged SUBSCRIBE again, with credentials. */
    @FunctionalInterface
    interface Repetition {

        /**
         * Sends as {@link SubscribeSender#send}.
         *
         * @param subscribe the challenged one with the next CSeq (RFC 3261 section 22.2)
         */
        void send(OutgoingSubscribe subscribe, Consumer<Answer> answer);
    }

    /** The result of a SUBSCRIBE. */
    sealed interface Answer {

        /** A final response. */
        record Response(int status, RemotePeer peer, Times times) implements Answer {

            boolean isSuccess() {
                return status / 100 == 2;
            }
        }

        /** A 401 or 407 whose challenge can be answered, so that the SUBSCRIBE should be repeated. */
        record Challenged(Repetition repetition) implements Answer {}

        /** No final response in time (RFC 3261 section 17.1.2, timer F). */
        record Timeout() implements Answer {}

        /** The request could not be sent: no route, refused connection, unresolvable name. */
        record Unreachable(String reason) implements Answer {}
    }

    /** The times in a response, in seconds; each is empty if its header is missing or invalid. */
    record Times(OptionalInt expires, OptionalInt minExpires, OptionalInt retryAfter) {

        public static final Times NONE = new Times(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());
    }
}
