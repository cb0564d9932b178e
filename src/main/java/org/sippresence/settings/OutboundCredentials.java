package org.sippresence.settings;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.sippresence.settings.DigestSettings.Algorithm;

/**
 * Credentials by which this server answers the Digest challenges of other SIP servers (RFC 3261 section 22).
 *
 * @param ha1 the hash of username, realm and password by algorithm, in hexadecimal digits in lower case; at least one
 */
public record OutboundCredentials(String realm, String username, Map<Algorithm, String> ha1, Scope scope) {

    /**
     * The requests that may carry a response made of the credentials.
     *
     * @param hosts next hops: each a host, or a host with a port, in lower case, IPv6 addresses in brackets and as Java writes them
     * @param methods in upper case
     */
    public record Scope(Set<String> hosts, Set<String> methods) {

        public Scope {
            hosts = Set.copyOf(hosts);
            methods = Set.copyOf(methods);
        }

        /**
         * Whether a request may carry a response.
         *
         * @param host of the next hop, written as in {@link #hosts}
         */
        public boolean contains(String host, int port, String method) {
            return methods.contains(method) && (hosts.contains(host) || hosts.contains(host + ':' + port));
        }
    }

    public OutboundCredentials {
        Objects.requireNonNull(realm, "realm");
        Objects.requireNonNull(username, "username");
        ha1 = Map.copyOf(ha1);
        Objects.requireNonNull(scope, "scope");
    }

    /** The hash by an algorithm; empty if it is not known. */
    public Optional<String> ha1(Algorithm algorithm) {
        return Optional.ofNullable(ha1.get(algorithm));
    }

    /** Omits the hashes. */
    @Override
    public String toString() {
        return "OutboundCredentials[realm=" + realm + ", username=" + username + ", " + scope + "]";
    }
}
