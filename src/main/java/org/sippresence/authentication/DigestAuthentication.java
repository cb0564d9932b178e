package org.sippresence.authentication;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sippresence.account.Account;
import org.sippresence.account.Accounts;
import org.sippresence.account.Ha1;
import org.sippresence.authentication.DigestOutcome.Malformed;
import org.sippresence.authentication.DigestOutcome.Unverified;
import org.sippresence.authentication.DigestOutcome.Verified;
import org.sippresence.model.Aor;
import org.sippresence.settings.DigestSettings;
import org.sippresence.settings.DigestSettings.Algorithm;

/**
 * Authenticates requests by HTTP Digest with {@code qop=auth} (RFC 7616). Each response is accepted once: nonces
 * expire, and the counts used with a nonce are remembered. Thread-safe; may block on loading one account.
 */
public final class DigestAuthentication {

    private static final int NONCES_IN_USE = 20_000;

    /** The escape of a printable character. */
    private static final Pattern ESCAPE = Pattern.compile("%([2-7][0-9A-Fa-f])");

    /**
     * Characters that are significant in a path when they are not escaped: they end segments, parameters and the path
     * itself.
     */
    private static final String KEPT_IN_PATHS = "/?#%.;\\ ";

    /** Characters that are significant in a query when they are not escaped. */
    private static final String KEPT_IN_QUERIES = "&=+%# ";

    /** Characters permitted in a realm without escaping. */
    private static final Pattern DOMAIN = Pattern.compile("[a-z0-9.:\\[\\]-]{1,255}");

    private final Accounts accounts;
    private final DigestSettings settings;
    private final Nonces nonces;

    public DigestAuthentication(Accounts accounts, DigestSettings settings, Clock clock) {
        this.accounts = Objects.requireNonNull(accounts, "accounts");
        this.settings = Objects.requireNonNull(settings, "settings");
        this.nonces = new Nonces(clock, settings.nonceLifetime(), NONCES_IN_USE);
    }

    /**
     * Authenticates a request. Candidates are the users of the domain whose realm the client names, or else of the
     * domain in the username, so that every user can authenticate even if the first challenge was for users of another
     * domain.
     */
    public DigestOutcome verify(DigestClaim claim, DigestDomains domains) {
        Optional<String> header = claim.authorization().filter(Credentials::isDigest);
        if (header.isEmpty()) {
            return challenge(settings.realmOf(domains.asked()), false);
        }
        Optional<Credentials> read = Credentials.parse(header.get());
        if (read.isEmpty()) {
            return new Malformed("the Authorization header cannot be read");
        }
        Credentials credentials = read.get();
        if (claim.target().filter(target -> !isFor(credentials.uri(), target)).isPresent()) {
            return new Malformed("the digest is for another URI"); // RFC 7616 section 3.4.6
        }
        List<String> candidates = candidates(credentials, domains);
        String realm = candidates.isEmpty() ? realmOfChallenge(credentials, domains) : credentials.realm();
        Optional<Algorithm> algorithm = credentials.algorithm().filter(settings.algorithms()::contains);
        if (candidates.isEmpty() || algorithm.isEmpty() || !credentials.isProtected()) {
            return challenge(realm, false);
        }
        Optional<Aor> user = candidates.stream()
                .map(domain -> user(credentials.username(), domain))
                .filter(each -> isCorrect(credentials, claim.method(), algorithm.get(), each))
                .flatMap(Optional::stream)
                .findFirst();
        if (user.isEmpty()) {
            return challenge(realm, false);
        }
        return nonces.use(credentials.nonce(), realm, credentials.number())
                ? new Verified(user.get())
                : challenge(realm, true); // the password is right, so the client need not ask for it
    }

    /** The domains that the client may mean: those with its realm; if the username names a domain, that one only. */
    private List<String> candidates(Credentials credentials, DigestDomains domains) {
        List<String> known = credentials
                .domain()
                .map(List::of)
                .orElseGet(() -> settings.realm().isEmpty() ? List.of(credentials.realm()) : domains.all());
        return known.stream()
                .filter(domains::accept)
                .filter(domain -> settings.realmOf(domain).equals(credentials.realm()))
                .toList();
    }

    private String realmOfChallenge(Credentials credentials, DigestDomains domains) {
        return settings.realmOf(credentials
                .domain()
                .filter(domain -> DOMAIN.matcher(domain).matches())
                .filter(domains::accept)
                .orElse(domains.asked()));
    }

    /**
     * Whether the digest's URI and the target are the same resource. A URI with scheme and host is equal to one without
     * (RFC 7616 section 3.4), and so is one with other escapes: HTTP libraries, containers and proxies escape brackets,
     * quotes and colons that clients send unescaped.
     */
    private static boolean isFor(String uri, String target) {
        return withFewestEscapes(path(uri)).equals(withFewestEscapes(path(target)));
    }

    private static String withFewestEscapes(String target) {
        int query = target.indexOf('?') < 0 ? target.length() : target.indexOf('?');
        return unescaped(target.substring(0, query), KEPT_IN_PATHS)
                + unescaped(target.substring(query), KEPT_IN_QUERIES);
    }

    /** Replaces each escape by its character once, except characters that are significant unescaped. */
    private static String unescaped(String text, String kept) {
        return ESCAPE.matcher(text).replaceAll(escape -> {
            char character = (char) Integer.parseInt(escape.group(1), 16);
            return kept.indexOf(character) >= 0
                    ? escape.group().toUpperCase(Locale.ROOT)
                    : Matcher.quoteReplacement(String.valueOf(character));
        });
    }

    private static String path(String uri) {
        if (!uri.regionMatches(true, 0, "http", 0, 4) || !uri.contains("://")) {
            return uri;
        }
        int slash = uri.indexOf('/', uri.indexOf("://") + 3);
        return slash < 0 ? "/" : uri.substring(slash);
    }

    /** The address that a username stands for; a domain in it is the given one. */
    private static Optional<Aor> user(String username, String domain) {
        int at = username.lastIndexOf('@');
        String user = at < 0 ? username : username.substring(0, at);
        try {
            return Optional.of(Aor.parse("sip:" + user + '@' + domain))
                    .filter(aor -> aor.user().equals(user));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Takes the same code path and time whether the user is known or not. */
    private boolean isCorrect(Credentials credentials, String method, Algorithm algorithm, Optional<Aor> user) {
        Optional<String> ha1 = user.flatMap(accounts::find)
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

    private static Ha1 hashes(Account account, String username) {
        return username.indexOf('@') < 0 ? account.plain() : account.qualified();
    }

    private Unverified challenge(String realm, boolean stale) {
        String nonce = nonces.create(realm);
        List<String> challenges = settings.algorithms().stream()
                .map(algorithm -> "Digest realm=\"" + realm + "\", qop=\"auth\", algorithm=" + algorithm.token()
                        + ", nonce=\"" + nonce + '"' + (stale ? ", stale=true" : "") + ", charset=UTF-8")
                .toList();
        return new Unverified(challenges);
    }
}
