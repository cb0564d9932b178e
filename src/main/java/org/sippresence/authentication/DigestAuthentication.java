package org.sippresence.authentication;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sippresence.authentication.DigestOutcome.Malformed;
import org.sippresence.authentication.DigestOutcome.Unverified;
import org.sippresence.authentication.DigestOutcome.Verified;
import org.sippresence.model.Aor;
import org.sippresence.settings.DigestSettings;
import org.sippresence.settings.DigestSettings.Algorithm;
import org.sippresence.subscriber.Ha1;
import org.sippresence.subscriber.Subscriber;
import org.sippresence.subscriber.Subscribers;

/**
 * Who sent a request, by HTTP Digest with {@code qop=auth} (RFC 7616). An answer counts once: nonces end, and the numbers that
 * were used with one are remembered. Thread-safe; may block on the reading of one subscriber.
 */
public final class DigestAuthentication {

    private static final int NONCES_IN_USE = 20_000;

    /** Of a character that can be printed. */
    private static final Pattern ESCAPE = Pattern.compile("%([2-7][0-9A-Fa-f])");

    /** Mean something else in a query when they are escaped. */
    private static final String SEPARATORS = "&=+%# ";

    private final Subscribers subscribers;
    private final DigestSettings settings;
    private final Nonces nonces;

    public DigestAuthentication(Subscribers subscribers, DigestSettings settings, Clock clock) {
        this.subscribers = Objects.requireNonNull(subscribers, "subscribers");
        this.settings = Objects.requireNonNull(settings, "settings");
        this.nonces = new Nonces(clock, settings.nonceLifetime(), NONCES_IN_USE);
    }

    /**
     * Finds out who sent a request.
     *
     * @param domain whose users are asked, in lower case
     */
    public DigestOutcome verify(DigestClaim claim, String domain) {
        String realm = settings.realmOf(domain);
        Optional<String> header = claim.authorization().filter(Credentials::isDigest);
        if (header.isEmpty()) {
            return challenge(realm, false);
        }
        Optional<Credentials> read = Credentials.parse(header.get());
        if (read.isEmpty()) {
            return new Malformed("the Authorization header cannot be read");
        }
        Credentials credentials = read.get();
        if (claim.target().filter(target -> !isFor(credentials.uri(), target)).isPresent()) {
            return new Malformed("the digest is for another URI"); // RFC 7616 section 3.4.6
        }
        Optional<Algorithm> algorithm = credentials.algorithm().filter(settings.algorithms()::contains);
        if (algorithm.isEmpty()
                || !credentials.isProtected()
                || !credentials.realm().equals(realm)) {
            return challenge(realm, false);
        }
        Optional<Aor> user = user(credentials.username(), domain);
        if (!isRight(credentials, claim.method(), algorithm.get(), user) || user.isEmpty()) {
            return challenge(realm, false);
        }
        return nonces.use(credentials.nonce(), realm, credentials.number())
                ? new Verified(user.get())
                : challenge(realm, true); // the password is right, so the client need not ask for it
    }

    /**
     * A URI with scheme and host is for the same resource (RFC 7616 section 3.4), and so is one with other escapes in its
     * query: HTTP libraries and proxies on the way escape parentheses and colons that clients may send as they are.
     */
    private static boolean isFor(String uri, String target) {
        return withFewestEscapes(path(uri)).equals(withFewestEscapes(path(target)));
    }

    private static String withFewestEscapes(String path) {
        int query = path.indexOf('?');
        return query < 0
                ? path
                : path.substring(0, query)
                        + ESCAPE.matcher(path.substring(query)).replaceAll(DigestAuthentication::unescaped);
    }

    /** The character, unless it means something else where it is not escaped. */
    private static String unescaped(MatchResult escape) {
        char character = (char) Integer.parseInt(escape.group(1), 16);
        return SEPARATORS.indexOf(character) >= 0
                ? escape.group().toUpperCase(Locale.ROOT)
                : Matcher.quoteReplacement(String.valueOf(character));
    }

    private static String path(String uri) {
        if (!uri.regionMatches(true, 0, "http", 0, 4) || !uri.contains("://")) {
            return uri;
        }
        int slash = uri.indexOf('/', uri.indexOf("://") + 3);
        return slash < 0 ? "/" : uri.substring(slash);
    }

    /** The address that a username stands for; some clients send the domain with it. */
    private static Optional<Aor> user(String username, String domain) {
        int at = username.lastIndexOf('@');
        String user = at < 0 ? username : username.substring(0, at);
        if (at >= 0 && !username.substring(at + 1).toLowerCase(Locale.ROOT).equals(domain)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Aor.parse("sip:" + user + '@' + domain))
                    .filter(aor -> aor.user().equals(user));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Takes the same way and time whether the user is known or not. */
    private boolean isRight(Credentials credentials, String method, Algorithm algorithm, Optional<Aor> user) {
        Optional<String> ha1 = user.flatMap(subscribers::find)
                .map(found -> hashes(found, credentials.username()))
                .flatMap(hashes -> hashes.by(algorithm));
        String expected = Ha1.hash(
                algorithm,
                String.join(
                        ":",
                        ha1.orElse("nobody"),
                        credentials.nonce(),
                        credentials.count(),
                        credentials.clientNonce(),
                        "auth",
                        Ha1.hash(algorithm, method + ':' + credentials.uri())));
        boolean equal = MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.US_ASCII),
                credentials.response().getBytes(StandardCharsets.UTF_8));
        return equal && ha1.isPresent();
    }

    private static Ha1 hashes(Subscriber subscriber, String username) {
        return username.indexOf('@') < 0 ? subscriber.plain() : subscriber.qualified();
    }

    private Unverified challenge(String realm, boolean stale) {
        String nonce = nonces.make(realm);
        List<String> challenges = settings.algorithms().stream()
                .map(algorithm -> "Digest realm=\"" + realm + "\", qop=\"auth\", algorithm=" + algorithm.token()
                        + ", nonce=\"" + nonce + '"' + (stale ? ", stale=true" : "") + ", charset=UTF-8")
                .toList();
        return new Unverified(challenges);
    }
}
