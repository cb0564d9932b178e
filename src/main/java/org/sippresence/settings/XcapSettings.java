package org.sippresence.settings;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Where the rules are stored, if not in the built-in XCAP server.
 *
 * @param root of the XCAP server, without a trailing slash; empty for the built-in one
 * @param documents where a user's documents are below the root
 * @param limits bounds of requests and responses
 * @param credentials that the server requires; empty for none
 */
public record XcapSettings(Optional<URI> root, Documents documents, Limits limits, Optional<Credentials> credentials) {

    /** The key {@code xcap_username_mode}. */
    public enum UsernameMode {
        /** {@code sip:alice@example.org}. */
        URI,
        /** The attribute {@code uuid} of the user, or the user part. */
        UUID,
        /** The user part. */
        USER
    }

    /**
     * Names of documents.
     *
     * @param path the template {@code pres_rules_path}, without a leading slash
     * @param files values of {@code {file}}, unless a user has other ones; all are read
     * @param usernameMode how a user is named in {@code {xui}}
     */
    public record Documents(String path, List<String> files, UsernameMode usernameMode) {

        public Documents {
            Objects.requireNonNull(usernameMode, "usernameMode");
            files = List.copyOf(files);
            if (path.startsWith("/")) {
                throw new IllegalArgumentException("the path is below the root");
            }
        }
    }

    /**
     * Bounds of requests to the server.
     *
     * @param timeout the longest that a caller waits for rules, and that one response may take
     * @param refresh how often the rules of watched presentities are requested again; empty for never
     * @param requestsPerSecond the most requests to the server
     * @param maxDocument the longest document, in bytes
     */
    public record Limits(Duration timeout, Optional<Duration> refresh, int requestsPerSecond, int maxDocument) {

        public Limits {
            if (timeout.isNegative() || timeout.isZero() || requestsPerSecond < 1 || maxDocument < 1) {
                throw new IllegalArgumentException("limits must be positive");
            }
        }
    }

    /**
     * Credentials for the server.
     *
     * @param user for HTTP Basic and Digest; empty if the secret is a bearer token
     * @param secret the password or token
     */
    public record Credentials(Optional<String> user, String secret) {

        /** Omits the secret. */
        @Override
        public String toString() {
            return "Credentials[user=" + user + "]";
        }
    }

    public XcapSettings {
        Objects.requireNonNull(root, "root");
        Objects.requireNonNull(documents, "documents");
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(credentials, "credentials");
    }
}
