package org.sippresence.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

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

        public static Documents defaults() {
            return new Documents("{auid}/users/{xui}/{file}", List.of("presence-rules.xml"), UsernameMode.USER);
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

        public static Limits defaults() {
            return new Limits(Duration.ofSeconds(2), Optional.of(Duration.ofMinutes(5)), 600, 262_144);
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

    /** The built-in server. */
    public static XcapSettings defaults() {
        return new XcapSettings(Optional.empty(), Documents.defaults(), Limits.defaults(), Optional.empty());
    }

    /**
     * Reads the settings.
     *
     * @throws SettingsException if the root is not a server's URL or the path does not depend on the user
     */
    static XcapSettings of(Values values) {
        return new XcapSettings(
                values.optional("xcap_root").map(XcapSettings::root),
                new Documents(path(values.text("pres_rules_path")), values.list("pres_rules_file"), mode(values)),
                new Limits(
                        Duration.ofMillis(values.number("xcap_timeout")),
                        values.period("auth_rules_refresh_time"),
                        values.number("max_auth_requests_per_tick"),
                        values.number("xcap_max_document")),
                credentials(values));
    }

    /** With several domains, user parts do not identify users. */
    private static UsernameMode mode(Values values) {
        String mode = values.text("xcap_username_mode");
        if (mode.equals("auto")) {
            return values.list("domains").size() > 1 ? UsernameMode.URI : UsernameMode.USER;
        }
        return UsernameMode.valueOf(mode.toUpperCase(Locale.ROOT));
    }

    private static URI root(String text) {
        try {
            URI uri = new URI(text.replaceFirst("/+$", ""));
            String scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
            boolean plain = uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
            if (List.of("http", "https").contains(scheme) && uri.getHost() != null && plain && uri.getPort() < 65_536) {
                return uri;
            }
        } catch (URISyntaxException e) { // reported below
        }
        throw new SettingsException("xcap_root=" + masked(text) + " is no URL of an XCAP server such as"
                + " https://xcap.example.org/xcap-root; a user and password belong into xcap_user and xcap_password");
    }

    private static String masked(String text) {
        return text.replaceFirst("(://[^:@/]*:)[^/]*@", "$1***@");
    }

    private static String path(String text) {
        String path = text.replaceFirst("^/+", "");
        if (!path.matches(".*\\{(?:xui|uid|user)\\}.*")) {
            throw new SettingsException("pres_rules_path=" + text
                    + " has none of {xui}, {uid} and {user}: all users would have the same rules");
        }
        if (Stream.of(path.split("/")).anyMatch(segment -> segment.matches("\\.\\.?"))) {
            throw new SettingsException("pres_rules_path=" + text + " leads out of its directory");
        }
        return path;
    }

    private static Optional<Credentials> credentials(Values values) {
        Optional<String> user = values.optional("xcap_user");
        Optional<String> secret = values.optional("xcap_password");
        if (user.isPresent() && secret.isEmpty()) {
            throw new SettingsException("xcap_user=" + user.get() + " needs xcap_password");
        }
        return secret.map(password -> new Credentials(user, password));
    }

    /** Warnings for the operator, one line each. */
    List<String> warnings(Values values) {
        boolean byDomain = documents.path().contains("{domain}")
                || (documents.path().contains("{xui}") && documents.usernameMode() == UsernameMode.URI);
        if (root.isEmpty() || byDomain || values.list("domains").size() == 1) {
            return List.of();
        }
        return List.of("xcap_username_mode=" + values.text("xcap_username_mode") + " and pres_rules_path="
                + documents.path()
                + " do not tell domains apart: users of the same name share their rules; set domains to"
                + " one domain, or use {domain}");
    }
}
