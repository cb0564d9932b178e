package org.sippresence.authentication;

import java.util.Objects;
import org.sippresence.model.Hashes;
import org.sippresence.settings.DigestSettings.Algorithm;

/** The computation of the response to a Digest challenge (RFC 7616 section 3.4.1), the same for client and server. */
public final class DigestResponse {

    private DigestResponse() {}

    /** The quality of protection. */
    public enum Qop {
        /** None: the form of RFC 2069, which servers without {@code qop} require (RFC 3261 section 22.4). */
        NONE(""),
        /** Authentication. */
        AUTH("auth"),
        /** Authentication that includes the body. */
        AUTH_INT("auth-int");

        private final String token;

        Qop(String token) {
            this.token = token;
        }

        /** The value of the parameter {@code qop}; empty if it is left out. */
        public String token() {
            return token;
        }
    }

    /**
     * One use of a nonce.
     *
     * @param count the nonce count as it is sent: eight hexadecimal digits; without meaning for {@link Qop#NONE}
     * @param clientNonce without meaning for {@link Qop#NONE}
     */
    public record NonceUse(String nonce, String count, String clientNonce, Qop qop) {

        public NonceUse {
            Objects.requireNonNull(nonce, "nonce");
            Objects.requireNonNull(count, "count");
            Objects.requireNonNull(clientNonce, "clientNonce");
            Objects.requireNonNull(qop, "qop");
        }
    }

    /**
     * The parts of a request that the response protects.
     *
     * @param uri the value of the parameter {@code uri}
     * @param bodyHash the hash of the body in hexadecimal digits in lower case; without meaning except for {@link Qop#AUTH_INT}
     */
    public record ProtectedRequest(String method, String uri, String bodyHash) {

        public ProtectedRequest {
            Objects.requireNonNull(method, "method");
            Objects.requireNonNull(uri, "uri");
            Objects.requireNonNull(bodyHash, "bodyHash");
        }

        private String hash(Algorithm algorithm, Qop qop) {
            String a2 = method + ':' + uri;
            return Hashes.hash(algorithm.token(), qop == Qop.AUTH_INT ? a2 + ':' + bodyHash : a2);
        }
    }

    /**
     * Computes the response in hexadecimal digits in lower case.
     *
     * @param ha1 the hash of username, realm and password, or the result of {@link #sessionHa1}
     */
    public static String compute(Algorithm algorithm, String ha1, NonceUse use, ProtectedRequest request) {
        String nonce = use.qop() == Qop.NONE
                ? use.nonce()
                : String.join(
                        ":",
                        use.nonce(),
                        use.count(),
                        use.clientNonce(),
                        use.qop().token());
        return Hashes.hash(algorithm.token(), String.join(":", ha1, nonce, request.hash(algorithm, use.qop())));
    }

    /** The hash that takes the place of {@code ha1} with an algorithm such as {@code MD5-sess} (RFC 7616 section 3.4.2). */
    public static String sessionHa1(Algorithm algorithm, String ha1, String nonce, String clientNonce) {
        return Hashes.hash(algorithm.token(), String.join(":", ha1, nonce, clientNonce));
    }
}
