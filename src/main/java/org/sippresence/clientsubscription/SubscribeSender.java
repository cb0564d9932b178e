package org.sippresence.clientsubscription;

import java.util.OptionalInt;
import java.util.function.Consumer;

/** Sends SUBSCRIBEs. */
public interface SubscribeSender {

    /**
     * Sends without waiting. The answer is handed over exactly once, on any thread: the final response, or that there was
     * none. Never throws for a server that cannot be reached.
     */
    void send(OutgoingSubscribe subscribe, Consumer<Answer> answer);

    /** Whether a request to this SIP URI would come straight back to this server. */
    boolean isOurselves(String uri);

    /** How a SUBSCRIBE ended. */
    sealed interface Answer {

        /** A final response. */
        record Response(int status, RemotePeer peer, Times times) implements Answer {}

        /** No final response in time (RFC 3261 section 17.1.2, timer F). */
        record Timeout() implements Answer {}

        /** It could not be sent: no route, refused connection, name that does not resolve. */
        record Unreachable(String why) implements Answer {}
    }

    /** What a response says in seconds; each is empty if it has no such header, or one that makes no sense. */
    record Times(OptionalInt expires, OptionalInt minExpires, OptionalInt retryAfter) {

        public static final Times NONE = new Times(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());
    }
}
