package org.sippresence.authentication;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.sippresence.authentication.DigestResponse.NonceUse;
import org.sippresence.authentication.DigestResponse.ProtectedRequest;
import org.sippresence.authentication.DigestResponse.Qop;
import org.sippresence.model.Hashes;
import org.sippresence.settings.DigestSettings.Algorithm;
import org.sippresence.settings.OutboundCredentials;

/** A nonce of another server with the credentials for it and the number of its uses. Thread-safe. */
final class NonceSession {

    private static final String SESSION = "-sess";
    private static final int COUNT_DIGITS = 8;

    /** Values that are echoed: bounded, and without line ends. */
    private static final Pattern ECHOED = Pattern.compile("[^\\p{Cntrl}]{1,512}");

    private static final SecureRandom RANDOM = new SecureRandom();

    private final OutboundCredentials credentials;
    private final Form form;
    private final String nonce;
    private final String clientNonce;
    private final String ha1;
    private final AtomicInteger uses = new AtomicInteger();

    /**
     * How responses are computed.
     *
     * @param token the name of the algorithm, which may end in {@code -sess}
     */
    private record Form(Algorithm algorithm, String token, Qop qop, Optional<String> opaque) {

        boolean isSession() {
            return token.endsWith(SESSION);
        }
    }

    private NonceSession(OutboundCredentials credentials, Form form, String nonce, String clientNonce) {
        this.credentials = credentials;
        this.form = form;
        this.nonce = nonce;
        this.clientNonce = clientNonce;
        String hash = credentials.ha1(form.algorithm()).orElseThrow();
        this.ha1 = form.isSession() ? DigestResponse.sessionHa1(form.algorithm(), hash, nonce, clientNonce) : hash;
    }

    /** A session for the challenge; empty if the credentials are for another realm, or the challenge is not supported. */
    static Optional<NonceSession> of(Challenge challenge, OutboundCredentials credentials) {
        String nonce = challenge.parameter("nonce");
        if (!challenge.scheme().equals("digest")
                || !challenge.parameter("realm").equals(credentials.realm())
                || !ECHOED.matcher(nonce).matches()) {
            return Optional.empty();
        }
        return form(challenge)
                .filter(form -> credentials.ha1(form.algorithm()).isPresent())
                .map(form -> new NonceSession(credentials, form, nonce, randomText()));
    }

    private static Optional<Form> form(Challenge challenge) {
        Optional<String> opaque = Optional.ofNullable(challenge.parameters().get("opaque"));
        if (opaque.filter(text -> !text.isEmpty() && !ECHOED.matcher(text).matches())
                .isPresent()) {
            return Optional.empty();
        }
        String token = challenge.parameters().getOrDefault("algorithm", Algorithm.MD5.token());
        String name = token.toUpperCase(Locale.ROOT).replaceFirst("-SESS$", "");
        boolean isSession = token.length() > name.length();
        Optional<Qop> qop = qop(challenge).filter(each -> !isSession || each != Qop.NONE);
        return List.of(Algorithm.values()).stream()
                .filter(each -> each.token().equals(name))
                .findFirst()
                .flatMap(algorithm ->
                        qop.map(each -> new Form(algorithm, isSession ? name + SESSION : name, each, opaque)));
    }

    /** Prefers {@code auth}: proxies may change a body. */
    private static Optional<Qop> qop(Challenge challenge) {
        if (!challenge.parameters().containsKey("qop")) {
            return Optional.of(Qop.NONE);
        }
        List<String> offered = List.of(
                challenge.parameter("qop").toLowerCase(Locale.ROOT).strip().split("[\\s,]+"));
        if (offered.contains(Qop.AUTH.token())) {
            return Optional.of(Qop.AUTH);
        }
        return offered.contains(Qop.AUTH_INT.token()) ? Optional.of(Qop.AUTH_INT) : Optional.empty();
    }

    /** A session with the same parameters for the next nonce (RFC 7616 section 3.5); empty for an unusable nonce. */
    Optional<NonceSession> next(String nextNonce) {
        return ECHOED.matcher(nextNonce).matches()
                ? Optional.of(new NonceSession(credentials, form, nextNonce, randomText()))
                : Optional.empty();
    }

    Algorithm algorithm() {
        return form.algorithm();
    }

    /** Whether another session is for the same nonce, with the same parameters: the uses of both count together. */
    boolean hasSameNonce(NonceSession other) {
        return nonce.equals(other.nonce) && form.equals(other.form);
    }

    /** The value of the next Authorization or Proxy-Authorization header. */
    String authorization(String method, String uri, byte[] body) {
        String count = HexFormat.of().toHexDigits(uses.incrementAndGet(), COUNT_DIGITS);
        String bodyHash =
                form.qop() == Qop.AUTH_INT ? Hashes.hash(form.algorithm().token(), body) : "";
        String response = DigestResponse.compute(
                form.algorithm(),
                ha1,
                new NonceUse(nonce, count, clientNonce, form.qop()),
                new ProtectedRequest(method, uri, bodyHash));
        StringBuilder header = new StringBuilder(400);
        header.append("Digest username=").append(quoted(credentials.username()));
        header.append(", realm=").append(quoted(credentials.realm()));
        header.append(", nonce=").append(quoted(nonce)).append(", uri=").append(quoted(uri));
        header.append(", response=\"").append(response).append("\", algorithm=").append(form.token());
        form.opaque().ifPresent(opaque -> header.append(", opaque=").append(quoted(opaque)));
        if (form.qop() != Qop.NONE) {
            header.append(", qop=").append(form.qop().token()).append(", nc=").append(count);
            header.append(", cnonce=\"").append(clientNonce).append('"');
        }
        return header.toString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String randomText() {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Omits the nonce. */
    @Override
    public String toString() {
        return "NonceSession[realm=" + Objects.toString(credentials.realm()) + "]";
    }
}
