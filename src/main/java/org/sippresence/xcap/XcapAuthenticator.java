package org.sippresence.xcap;

import java.util.List;
import java.util.Optional;
import org.sippresence.model.Aor;

/** Finds out who makes a request for an XCAP resource. Called on HTTP threads, many at once; may block. */
public interface XcapAuthenticator {

    /** Who asks, or how to prove who one is. */
    Answer identify(Request request);

    /**
     * What is known of a request before anything is done for it.
     *
     * @param method such as {@code GET}
     * @param uri path and query as they were sent
     * @param authorization the value of the header Authorization
     * @param owner whose tree it is about; empty for global trees and for what is no XCAP resource
     * @param hints domains that the client may belong to, in lower case, the best first
     */
    record Request(String method, String uri, Optional<String> authorization, Optional<Aor> owner, List<String> hints) {
        public Request {
            hints = List.copyOf(hints);
        }
    }

    /** Whether the caller is known. */
    sealed interface Answer {

        /** It is. */
        record Known(XcapClient caller) implements Answer {}

        /**
         * It is not: 401.
         *
         * @param challenges values of the header WWW-Authenticate, at least one
         */
        record Unknown(List<String> challenges) implements Answer {
            public Unknown {
                challenges = List.copyOf(challenges);
            }
        }
    }
}
