package org.sippresence.authentication;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sippresence.authentication.CredentialsReader.Parameter;
import org.sippresence.authentication.DigestResponse.NonceUse;
import org.sippresence.authentication.DigestResponse.ProtectedRequest;
import org.sippresence.authentication.DigestResponse.Qop;
import org.sippresence.model.Characters;
import org.sippresence.model.Hashes;
import org.sippresence.settings.DigestSettings.Algorithm;

/**
 * The credentials in an Authorization or Proxy-Authorization header of the scheme Digest (RFC 7616 section 3.4).
 *
 * @param parameters without quotes and escapes
 */
record Credentials(Map<Parameter, String> parameters) {

    static final String SCHEME = "digest ";

    private static final int COUNT_LENGTH = 8;

    /** Parses the header; empty if it does not have the form that the RFC requires. */
    static Optional<Credentials> parse(String header) {
        return isDigest(header) ? new CredentialsReader(header, SCHEME.length()).read() : Optional.empty();
    }

    static boolean isDigest(String header) {
        return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }

    private String get(Parameter parameter) {
        return parameters.getOrDefault(parameter, "");
    }

    String username() {
        return get(Parameter.USERNAME);
    }

    /** The domain that some clients add to the username, in lower case. */
    Optional<String> domain() {
        int at = username().lastIndexOf('@');
        return at < 0
                ? Optional.empty()
                : Optional.of(username().substring(at + 1).toLowerCase(Locale.ROOT));
    }

    String realm() {
        return get(Parameter.REALM);
    }

    String nonce() {
        return get(Parameter.NONCE);
    }

    String uri() {
        return get(Parameter.URI);
    }

    String response() {
        return get(Parameter.RESPONSE).toLowerCase(Locale.ROOT);
    }

    String clientNonce() {
        return get(Parameter.CNONCE);
    }

    private Qop qop() {
        return switch (get(Parameter.QOP)) {
            case "auth" -> Qop.AUTH;
            case "auth-int" -> Qop.AUTH_INT;
            default -> Qop.NONE;
        };
    }

    NonceUse use() {
        return new NonceUse(nonce(), count(), clientNonce(), qop());
    }

    /** The parts of the request that the response covers. */
    ProtectedRequest request(Algorithm algorithm, DigestClaim claim) {
        String body = qop() == Qop.AUTH_INT
                ? Hashes.hash(algorithm.token(), claim.body().get())
                : "";
        return new ProtectedRequest(claim.method(), uri(), body);
    }

    /** The algorithm; empty if it is not supported. */
    Optional<Algorithm> algorithm() {
        String token = parameters.getOrDefault(Parameter.ALGORITHM, Algorithm.MD5.token());
        for (Algorithm each : Algorithm.values()) {
            if (each.token().equalsIgnoreCase(token)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /**
     * Whether it has a nonce count and a client nonce: without them a response could be replayed.
     *
     * @param integrity whether {@code auth-int} is offered besides {@code auth}
     */
    boolean isProtected(boolean integrity) {
        return (qop() == Qop.AUTH || (integrity && qop() == Qop.AUTH_INT))
                && count().length() == COUNT_LENGTH
                && Characters.all(count(), Credentials::isHexDigit)
                && !clientNonce().isEmpty();
    }

    private static boolean isHexDigit(int c) {
        return c < 128 && Character.digit(c, 16) >= 0;
    }

    /** The nonce count as it was sent. */
    String count() {
        return get(Parameter.NC);
    }

    /** The number of requests that the client has sent with this nonce, this one included. */
    long number() {
        return Long.parseLong(count(), 16);
    }

    /** Omits what is secret. */
    @Override
    public String toString() {
        return "Credentials[username=" + username() + ", realm=" + realm() + "]";
    }
}
