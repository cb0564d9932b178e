package org.sippresence.settings;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Digest authentication of users (RFC 7616).
 *
 * @param realms of the users by their domains
 * @param nonceLifetime after which a client must use a new nonce
 * @param algorithms that are offered, in the order of the challenges
 * @param integrity whether {@code qop=auth-int}, which protects the body, is offered besides {@code auth}
 */
public record DigestSettings(Realms realms, Duration nonceLifetime, List<Algorithm> algorithms, boolean integrity) {

    /** A hash function; the strongest one is first. */
    public enum Algorithm {
        SHA_256("SHA-256"),
        MD5("MD5");

        private final String token;

        Algorithm(String token) {
            this.token = token;
        }

        /** The name, the same in the protocol and in Java. */
        public String token() {
            return token;
        }
    }

    public DigestSettings {
        Objects.requireNonNull(realms, "realms");
        algorithms = List.copyOf(algorithms);
        if (nonceLifetime.isNegative() || nonceLifetime.isZero() || algorithms.isEmpty()) {
            throw new IllegalArgumentException("the lifetime must be positive and the algorithms must not be empty");
        }
    }

    /**
     * Settings that offer {@code qop=auth} only.
     *
     * @param realm the realm of all users; empty for the domain of each
     */
    public DigestSettings(Optional<String> realm, Duration nonceLifetime, List<Algorithm> algorithms) {
        this(new Realms(realm, Map.of()), nonceLifetime, algorithms, false);
    }

    /** The realm of the users of a domain. */
    public String realmOf(String domain) {
        return realms.of(domain);
    }

    /**
     * The same settings with the algorithms for which there are hashes.
     *
     * @throws SettingsException if none of the algorithms is left
     */
    public DigestSettings limitedTo(Set<Algorithm> known) {
        List<Algorithm> left = algorithms.stream().filter(known::contains).toList();
        if (left.isEmpty()) {
            throw new SettingsException(
                    "digest_algorithms offers " + tokens(algorithms) + ", but the table of accounts has hashes by "
                            + tokens(known) + " only; set digest_algorithms=both");
        }
        return new DigestSettings(realms, nonceLifetime, left, integrity);
    }

    private static String tokens(Collection<Algorithm> algorithms) {
        return algorithms.stream().map(Algorithm::token).collect(Collectors.joining(", "));
    }
}
