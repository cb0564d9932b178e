package org.sippresence.xcap.client;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.sippresence.authentication.Challenge;
import org.sippresence.authentication.DigestResponse;
import org.sippresence.authentication.DigestResponse.NonceUse;
import org.sippresence.authentication.DigestResponse.ProtectedRequest;
import org.sippresence.authentication.DigestResponse.Qop;
import org.sippresence.model.Hashes;
import org.sippresence.settings.DigestSettings.Algorithm;
import org.sippresence.settings.XcapSettings.Credentials;

/**
 * Authenticates this client to the XCAP server: by a bearer token (RFC 6750) or according to the last challenge of the
 * server, Digest (RFC 7616: MD5 or SHA-256, {@code qop=auth}) in preference to Basic (RFC 7617). Thread-safe. Sends no
 * credentials before a challenge, except for the token.
 */
final class ServerCredentials {

    private static final Map<String, Algorithm> ALGORITHMS =
            Map.of("", Algorithm.MD5, "MD5", Algorithm.MD5, "SHA-256", Algorithm.SHA_256);

    private final Optional<Credentials> credentials;
    private final SecureRandom random = new SecureRandom();
    private volatile Optional<Nonce> nonce = Optional.empty();
    private volatile boolean basic;

    /** A Digest challenge with the use count of its nonce. */
    private record Nonce(Challenge challenge, Algorithm algorithm, AtomicInteger uses) {}

    ServerCredentials(Optional<Credentials> credentials) {
        this.credentials = credentials;
    }

    /** Returns the {@code Authorization} value for a GET; empty if there are no credentials to send. */
    Optional<String> authorization(URI uri) {
        return credentials.flatMap(who -> who.user()
                .map(user -> nonce.map(each -> digest(each, new Login(user, who.secret()), uri))
                        .or(() -> basic ? Optional.of(basic(new Login(user, who.secret()))) : Optional.empty()))
                .orElseGet(() -> Optional.of("Bearer " + who.secret())));
    }

    private record Login(String user, String password) {
        @Override
        public String toString() {
            return "Login[***]";
        }
    }

    /**
     * Processes a 401 response.
     *
     * @param sent the {@code Authorization} value that was sent
     * @param fields the values of {@code WWW-Authenticate}
     * @return whether a retry may succeed
     */
    boolean learn(Optional<String> sent, List<String> fields) {
        if (credentials.flatMap(Credentials::user).isEmpty()) {
            return false;
        }
        List<Challenge> challenges = Challenge.in(fields);
        Optional<Nonce> fresh = best(challenges);
        if (fresh.isPresent()) {
            boolean stale = fresh.get().challenge().parameter("stale").equalsIgnoreCase("true");
            boolean retry = sent.filter(value -> value.startsWith("Digest ")).isEmpty() || stale;
            nonce = fresh;
            return retry;
        }
        nonce = Optional.empty();
        basic = challenges.stream().anyMatch(each -> each.scheme().equals("basic"));
        return basic && sent.isEmpty();
    }

    private static Optional<Nonce> best(List<Challenge> challenges) {
        Optional<Nonce> best = Optional.empty();
        for (Challenge each : challenges) {
            Algorithm algorithm = ALGORITHMS.get(each.parameter("algorithm").toUpperCase(Locale.ROOT));
            boolean usable = each.scheme().equals("digest")
                    && algorithm != null
                    && !each.parameter("nonce").isEmpty()
                    && List.of(each.parameter("qop").split("\\s*,\\s*")).contains("auth");
            if (usable && (best.isEmpty() || algorithm == Algorithm.SHA_256)) {
                best = Optional.of(new Nonce(each, algorithm, new AtomicInteger()));
            }
        }
        return best;
    }

    private static String basic(Login login) {
        byte[] pair = (login.user() + ':' + login.password()).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    private String digest(Nonce nonce, Login login, URI uri) {
        Challenge challenge = nonce.challenge();
        String realm = challenge.parameter("realm");
        String target = uri.getRawPath();
        String count = String.format("%08x", nonce.uses().incrementAndGet());
        String cnonce = HexFormat.of().formatHex(randomBytes());
        String hash = nonce.algorithm().token();
        String response = DigestResponse.compute(
                nonce.algorithm(),
                Hashes.hash(hash, login.user() + ':' + realm + ':' + login.password()),
                new NonceUse(challenge.parameter("nonce"), count, cnonce, Qop.AUTH),
                new ProtectedRequest("GET", target, ""));
        String opaque =
                challenge.parameters().containsKey("opaque") ? ", opaque=" + quoted(challenge.parameter("opaque")) : "";
        return "Digest username=" + quoted(login.user()) + ", realm=" + quoted(realm) + ", nonce="
                + quoted(challenge.parameter("nonce")) + ", uri=" + quoted(target) + ", algorithm=" + hash
                + ", qop=auth, nc=" + count + ", cnonce=\"" + cnonce + "\", response=\"" + response + '"' + opaque;
    }

    private byte[] randomBytes() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return bytes;
    }

    private static String quoted(String text) {
        return '"' + text.replaceAll("([\"\\\\])", "\\\\$1") + '"';
    }
}
