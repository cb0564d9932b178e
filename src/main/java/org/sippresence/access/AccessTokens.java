package org.sippresence.access;

import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.sippresence.model.Hashes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bearer tokens of administrators (RFC 6750). The first one comes from the settings and is never listed or revoked; the others
 * are stored, and all of them are kept in memory, so a revoked one is refused at once. Rows that another program changes count
 * after a restart. Thread-safe; may block on the database.
 *
 * <p>Only hashes are stored and kept. A secret has 256 random bits, which no attacker can guess, so one round of SHA-256 is enough:
 * slow hashes protect secrets that people choose. A token is found by its hash, so the time of the look-up says nothing about the
 * secret.
 */
public final class AccessTokens {

    /** The id of the first token. */
    public static final String FIRST = "admin";

    /** Tokens besides the first. */
    public static final int MAX_TOKENS = 1000;

    private static final int SECRET_BYTES = 32;
    private static final int ID_BYTES = 8;
    private static final String SCHEME = "bearer ";
    private static final Logger LOG = LoggerFactory.getLogger(AccessTokens.class);

    private final SecureRandom random = new SecureRandom();
    private final String firstHash;
    private final AccessTokenStore store;
    private final Clock clock;
    private final Map<String, AccessToken> byHash = new ConcurrentHashMap<>();

    /**
     * Reads the stored tokens.
     *
     * @param first the secret of the first token, which permits everything
     */
    public AccessTokens(String first, AccessTokenStore store, Clock clock) {
        this.firstHash = hash(first);
        this.store = Objects.requireNonNull(store, "store");
        this.clock = Objects.requireNonNull(clock, "clock");
        store.all().forEach(token -> byHash.put(token.hash(), token));
    }

    /**
     * A token to be created.
     *
     * @param domain in lower case; empty for the whole server
     * @param description up to {@value AccessToken#LONGEST_DESCRIPTION} characters on one line
     * @param expires empty for never
     */
    public record Request(Role role, Optional<String> domain, String description, Optional<Instant> expires) {

        public Request {
            AccessToken.checkDescription(description);
        }

        /** The users that the token will be for. */
        public Target target() {
            return AccessToken.target(domain);
        }
    }

    /**
     * A new token with its secret, which is shown only now.
     *
     * @param secret to be presented as bearer token
     */
    public record Created(AccessToken token, String secret) {
        /** Omits the secret. */
        @Override
        public String toString() {
            return "Created[" + token + ']';
        }
    }

    /** Whether the value of an Authorization header has a bearer token. */
    public static boolean isPresented(Optional<String> authorization) {
        return authorization
                .filter(value -> value.toLowerCase(Locale.ROOT).startsWith(SCHEME))
                .isPresent();
    }

    /**
     * Identifies the caller of an HTTP request.
     *
     * @param authorization the value of the Authorization header
     * @return {@link Caller#NOBODY} if it has no bearer token; empty if the token is unknown, expired or revoked
     */
    public Optional<Caller> identify(Optional<String> authorization) {
        if (!isPresented(authorization)) {
            return Optional.of(Caller.NOBODY);
        }
        String hash = hash(authorization.get().substring(SCHEME.length()).strip());
        if (hash.equals(firstHash)) {
            return Optional.of(new Caller.TokenHolder(FIRST, Role.ADMIN, Optional.empty()));
        }
        Instant now = clock.instant();
        return Optional.ofNullable(byHash.get(hash))
                .filter(token ->
                        token.expires().filter(end -> !end.isAfter(now)).isEmpty())
                .map(token -> {
                    noteUse(token, now.truncatedTo(ChronoUnit.HOURS));
                    return token.holder();
                });
    }

    /** Stores the hour of the last use; a failure of the database does not fail the request. */
    private void noteUse(AccessToken token, Instant hour) {
        if (token.lastUsed().filter(last -> !last.isBefore(hour)).isPresent()) {
            return;
        }
        synchronized (byHash) {
            AccessToken used = token.usedAt(hour);
            if (byHash.replace(token.hash(), token, used)) { // otherwise it is revoked, or another request was first
                try {
                    store.save(used);
                } catch (UncheckedIOException e) {
                    LOG.debug("the last use of token {} is not stored", token.id(), e);
                }
            }
        }
    }

    /** All tokens except the first, the oldest first. */
    public List<AccessToken> list() {
        return byHash.values().stream()
                .sorted(Comparator.comparing(AccessToken::created).thenComparing(AccessToken::id))
                .toList();
    }

    /** The token with this id; empty if there is none. */
    public Optional<AccessToken> find(String id) {
        return byHash.values().stream().filter(token -> token.id().equals(id)).findFirst();
    }

    /**
     * Creates a token; it is stored when this returns.
     *
     * @return empty if there are {@value #MAX_TOKENS} tokens
     */
    public Optional<Created> create(Request request) {
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(randomBytes(SECRET_BYTES));
        synchronized (byHash) {
            if (byHash.size() >= MAX_TOKENS) {
                return Optional.empty();
            }
            AccessToken token = new AccessToken(
                    HexFormat.of().formatHex(randomBytes(ID_BYTES)),
                    hash(secret),
                    request.role(),
                    request.domain(),
                    request.description(),
                    clock.instant().truncatedTo(ChronoUnit.SECONDS),
                    request.expires(),
                    Optional.empty());
            store.save(token);
            byHash.put(token.hash(), token);
            return Optional.of(new Created(token, secret));
        }
    }

    /**
     * Revokes a token: it is refused from now on. If the database fails, the token stays valid.
     *
     * @return whether it existed
     */
    public boolean revoke(String id) {
        synchronized (byHash) {
            Optional<AccessToken> token = find(id);
            token.ifPresent(each -> {
                store.remove(id);
                byHash.remove(each.hash());
            });
            return token.isPresent();
        }
    }

    private byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static String hash(String secret) {
        return Hashes.hash("SHA-256", secret);
    }
}
