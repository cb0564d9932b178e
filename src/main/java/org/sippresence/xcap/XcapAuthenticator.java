package org.sippresence.xcap;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.sippresence.access.Caller;
import org.sippresence.audit.RefusedAuthentication.Reason;
import org.sippresence.model.Aor;

/** Authenticates requests for XCAP resources. Called on HTTP threads concurrently; may block. */
public interface XcapAuthenticator {

    /** Returns the authenticated client or the challenges. */
    Answer identify(Request request);

    /**
     * The data of a request that authentication uses.
     *
     * @param method such as {@code GET}
     * @param uri path and query as received
     * @param authorization the value of the Authorization header
     * @param owner the user whose tree is requested; empty for global trees and for URIs that name no XCAP resource
     * @param hints domains that the client may belong to, in lower case, in order of preference
     * @param admitted whether credentials may be checked: the source has not failed too often
     */
    record Request(
            String method,
            String uri,
            Optional<String> authorization,
            Optional<Aor> owner,
            List<String> hints,
            boolean admitted) {
        public Request {
            hints = List.copyOf(hints);
        }
    }

    /** The result of authentication. */
    sealed interface Answer {

        /** The client is authenticated. */
        record Known(Caller caller) implements Answer {}

        /**
         * The client is not authenticated: 401.
         *
         * @param challenges values of the WWW-Authenticate header, at least one
         * @param failure why the credentials were refused; empty if there were none, or if the client only needs another nonce
         */
        record Unknown(List<String> challenges, Optional<Reason> failure) implements Answer {
            public Unknown {
                challenges = List.copyOf(challenges);
                Objects.requireNonNull(failure, "failure");
            }

            /** A client that has not presented credentials yet. */
            public Unknown(List<String> challenges) {
                this(challenges, Optional.empty());
            }
        }

        /** The credentials were not checked, because the source has failed too often: 429. */
        record Unchecked() implements Answer {}
    }
}
