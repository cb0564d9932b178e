package org.sippresence.authentication;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.sippresence.settings.OutboundCredentials;

/**
 * Authenticates this server to other SIP servers and proxies by Digest (RFC 3261 sections 22.2 and 22.3, RFC 7616, RFC 8760). The
 * nonces in use are kept, so that a request need not wait for a challenge. Thread-safe.
 */
public final class DigestClient {

    private static final int MAX_SESSIONS = 10_000;

    /** A nonce that was not used for so long is probably stale. */
    private static final Duration IDLE = Duration.ofHours(1);

    private static final List<Challenger> ALL = List.of(Challenger.values());

    private final List<OutboundCredentials> credentials;
    private final Cache<Place, NonceSession> sessions = Caffeine.newBuilder()
            .maximumSize(MAX_SESSIONS)
            .expireAfterAccess(IDLE)
            .executor(Runnable::run)
            .build();
    private final LongAdder answered = new LongAdder();
    private final LongAdder rejected = new LongAdder();
    private final LongAdder unanswered = new LongAdder();

    /**
     * The next hop of a request.
     *
     * @param host in lower case, an IPv6 address in brackets and as Java writes it
     */
    public record NextHop(String host, int port) {

        public NextHop {
            Objects.requireNonNull(host, "host");
        }

        @Override
        public String toString() {
            return host + ':' + port;
        }
    }

    record Request(NextHop nextHop, String method) {}

    /** Who challenges: a server, or a proxy on the way to it. */
    enum Challenger {
        SERVER("WWW-Authenticate", "Authorization", "Authentication-Info"),
        PROXY("Proxy-Authenticate", "Proxy-Authorization", "Proxy-Authentication-Info");

        final String challengeField;
        final String credentialsField;
        final String infoField;

        Challenger(String challengeField, String credentialsField, String infoField) {
            this.challengeField = challengeField;
            this.credentialsField = credentialsField;
            this.infoField = infoField;
        }
    }

    /**
     * Where a nonce is used.
     *
     * @param server host of the Request-URI; empty for a proxy, which serves many
     */
    record Place(Challenger challenger, NextHop nextHop, String server, String realm, String username) {}

    /** @param credentials in the order of preference for one realm */
    public DigestClient(List<OutboundCredentials> credentials) {
        this.credentials = List.copyOf(credentials);
    }

    /** Begins the authentication of one request, of which each try uses the same {@link DigestExchange}. */
    public DigestExchange begin(NextHop nextHop, String method) {
        return new DigestExchange(this, new Request(nextHop, method), usable(nextHop, method), ALL);
    }

    /** Begins the authentication of a request of another client, for which only challenges of proxies are answered. */
    public DigestExchange beginRelaying(NextHop nextHop, String method) {
        return new DigestExchange(
                this, new Request(nextHop, method), usable(nextHop, method), List.of(Challenger.PROXY));
    }

    private List<OutboundCredentials> usable(NextHop nextHop, String method) {
        if (credentials.isEmpty()) {
            return credentials;
        }
        Map<String, OutboundCredentials> usable = new LinkedHashMap<>(2);
        for (OutboundCredentials each : credentials) {
            if (each.scope().contains(nextHop.host(), nextHop.port(), method)) {
                usable.putIfAbsent(each.realm(), each);
            }
        }
        return List.copyOf(usable.values());
    }

    /** Numbers of challenges since the start by outcome: {@code answered}, {@code rejected} and {@code unanswered}. */
    public Map<String, Long> counts() {
        return Map.of("answered", answered.sum(), "rejected", rejected.sum(), "unanswered", unanswered.sum());
    }

    Optional<NonceSession> session(Place place) {
        return Optional.ofNullable(sessions.getIfPresent(place));
    }

    /**
     * Replaces the session that a request used; keeps another one that a concurrent request has begun meanwhile.
     *
     * @param used empty if the request used none
     */
    void replace(Place place, Optional<NonceSession> used, NonceSession session) {
        if (used.isPresent()) {
            sessions.asMap().replace(place, used.get(), session);
        } else {
            sessions.asMap().putIfAbsent(place, session);
        }
    }

    void remove(Place place, NonceSession session) {
        sessions.asMap().remove(place, session);
    }

    void countAnswered() {
        answered.increment();
    }

    void countRejected() {
        rejected.increment();
    }

    void countUnanswered() {
        unanswered.increment();
    }
}
