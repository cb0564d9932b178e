package org.sippresence.settings;

import static org.sippresence.settings.Key.choice;
import static org.sippresence.settings.Key.onOff;
import static org.sippresence.settings.Key.text;
import static org.sippresence.settings.Key.whole;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.sippresence.settings.DigestSettings.Algorithm;

/** The keys about authentication. */
final class SecurityKeys {

    private SecurityKeys() {}

    static List<Key> all() {
        return Stream.concat(access().stream(), digest().stream()).toList();
    }

    private static List<Key> access() {
        return List.of(
                choice("authentication", "off", "off", "digest").means("""
                        How SIP users authenticate. `digest`: SUBSCRIBE, PUBLISH, REGISTER and MESSAGE are challenged
                        (RFC 3261 section 22), except from `trusted_peers`; the users are those of the REST resource
                        `/subscribers`. `off`: the From header is trusted, which is rejected on an address that is not
                        loopback unless `allow_unauthenticated=1`."""),
                onOff("allow_unauthenticated", false).means("""
                        1: SIP without authentication and HTTP without encryption are allowed on an address that is not
                        loopback. Use it only behind a proxy that authenticates."""),
                text("admin_token", "")
                        .matching(
                                "[A-Za-z0-9._~+/-]{16,512}=*",
                                "a bearer token of at least 16 letters, digits or ._~+/-")
                        .hidden()
                        .means("""
                        The first access token, which permits everything; not set: generated at the first start and stored
                        in the file `admin.token` of the data directory. It creates the others (security.md)."""),
                text("trusted_peers", "")
                        .matchingList("[0-9A-Fa-f.:/]+", "a comma-separated list of addresses or networks")
                        .means("""
                        Addresses or networks (CIDR) of proxies whose `P-Asserted-Identity` is the identity of a request
                        (RFC 3325); without one the proxy acts for every user. Their `alias` in a Contact says where
                        NOTIFYs are sent."""));
    }

    private static List<Key> digest() {
        return List.of(
                text("realm", "")
                        .matching(
                                "[^\"\\\\\\p{Cntrl}]{1,255}",
                                "a text of at most 255 characters without quotes and backslashes")
                        .alsoByDomain()
                        .means("""
                        The realm of Digest authentication; not set: the domain of each user. The stored hashes contain
                        the realm: after a change all passwords must be set again."""),
                whole("nonce_expire", 300, "seconds").between(1, 86_400).means("""
                        The lifetime of a nonce of a Digest challenge; after it the client gets a new one and repeats
                        the request by itself."""),
                choice("digest_algorithms", "both", "both", "sha-256-first", "sha-256", "md5")
                        .means("""
                        The hash functions of Digest challenges. `both`: MD5 in the first challenge and SHA-256 in the
                        second, for clients that read only one challenge or know only MD5; a client that prefers
                        SHA-256 uses the second. `sha-256-first`: the order that RFC 7616 recommends. `md5`: for users
                        whose hashes were imported from a server with MD5 only, and for clients that know only MD5 and
                        read only the last challenge. SIP has SHA-256 always first (RFC 8760)."""),
                choice("digest_qop", "auth", "auth", "auth-int").means("""
                        What Digest protects in SIP. `auth`: method and URI. `auth-int`: clients may protect the body,
                        too; both are offered. HTTP has `auth` only."""),
                text("credentials_file", "").means("""
                        A file with the credentials by which this server answers the Digest challenges of other SIP
                        servers and proxies ([upstream.md](upstream.md#authentication)); relative to `data`. Nobody but
                        the server's user may have permissions for it. Not set: a challenge counts as a refusal."""));
    }

    /**
     * Reads the file with the credentials of this server.
     *
     * @throws SettingsException if the file is invalid
     */
    static List<OutboundCredentials> readCredentials(Values values, Path data) {
        return values.optional("credentials_file")
                .map(file -> CredentialsFile.read(data.resolve(file)))
                .orElse(List.of());
    }

    static DigestSettings readDigest(Values values) {
        List<Algorithm> algorithms = switch (values.text("digest_algorithms")) {
            case "sha-256" -> List.of(Algorithm.SHA_256);
            case "md5" -> List.of(Algorithm.MD5);
            case "sha-256-first" -> List.of(Algorithm.SHA_256, Algorithm.MD5);
            default -> List.of(Algorithm.MD5, Algorithm.SHA_256);
        };
        return new DigestSettings(
                new Realms(values.optional("realm"), values.ofDomains("realm")),
                Duration.ofSeconds(values.number("nonce_expire")),
                algorithms,
                false);
    }

    /** Digest in SIP: SHA-256 comes first (RFC 8760 section 2.3), and the body may be protected. */
    static DigestSettings readSipDigest(Values values) {
        DigestSettings http = readDigest(values);
        List<Algorithm> strongestFirst = http.algorithms().stream().sorted().toList();
        return new DigestSettings(
                http.realms(),
                http.nonceLifetime(),
                strongestFirst,
                values.text("digest_qop").equals("auth-int"));
    }
}
