package org.sippresence.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.model.ExpiresPolicy;
import org.sippresence.model.PerDomain;
import org.sippresence.settings.BoundsSettings.Totals;
import org.sippresence.settings.DigestSettings.Algorithm;
import org.sippresence.settings.SipSettings.Nat;
import org.sippresence.settings.StorageSettings.Tables;
import org.sippresence.settings.SubscriptionSettings.Auth;
import org.sippresence.settings.SubscriptionSettings.Rules;
import org.sippresence.settings.SubscriptionSettings.Unmatched;
import org.sippresence.settings.SubscriptionSettings.Waiting;
import org.sippresence.settings.XcapSettings.Credentials;
import org.sippresence.settings.XcapSettings.Documents;
import org.sippresence.settings.XcapSettings.Limits;
import org.sippresence.settings.XcapSettings.UsernameMode;

final class SettingsTest {

    private static final Limits LIMITS =
            new Limits(Duration.ofSeconds(2), Optional.of(Duration.ofMinutes(5)), 600, 262_144);

    @Nested
    final class WithoutAnyValue {

        private final Settings settings = Settings.of(Map.of());

        @Test
        void theServerListensOnLoopback() {
            assertThat(settings.server())
                    .isEqualTo(new ServerSettings("127.0.0.1", 5060, "127.0.0.1", 8080, Path.of("data")));
        }

        @Test
        void everyRecordIsItsDefault() {
            assertThat(settings.sip())
                    .isEqualTo(new SipSettings(Optional.empty(), Set.of(), false, true, Nat.AUTO, "10"));
            assertThat(settings.publication())
                    .isEqualTo(new PublicationSettings(new ExpiresPolicy(3600, 3600, 0), 65_536, false, "10"));
            assertThat(settings.subscription())
                    .isEqualTo(new SubscriptionSettings(
                            new ExpiresPolicy(3600, 3600, 0),
                            Auth.IMPLICIT,
                            new Rules(true, false, Unmatched.BLOCK),
                            "10",
                            new Waiting(Duration.ofDays(3), PerDomain.same(100))));
            assertThat(settings.notification())
                    .isEqualTo(new NotificationSettings(Duration.ZERO, true, NotificationSettings.Ending.RFC6665));
            assertThat(settings.watcherInfo())
                    .isEqualTo(new WatcherInfoSettings(
                            true,
                            true,
                            Duration.ofSeconds(5),
                            new WatcherInfoSettings.Offline(
                                    false, true, Duration.ofDays(3), Optional.of(Duration.ofHours(1)))));
            assertThat(settings.maintenance())
                    .isEqualTo(new MaintenanceSettings(
                            Optional.of(Duration.ofSeconds(100)), Optional.of(Duration.ofSeconds(100)), true));
            assertThat(settings.adminToken()).isEmpty();
            assertThat(settings.digest())
                    .isEqualTo(new DigestSettings(
                            Optional.empty(), Duration.ofMinutes(5), List.of(Algorithm.MD5, Algorithm.SHA_256)));
            assertThat(settings.lanes()).isEqualTo(2 * Runtime.getRuntime().availableProcessors());
            assertThat(settings.xcap())
                    .isEqualTo(new XcapSettings(
                            Optional.empty(),
                            new Documents(
                                    "{auid}/users/{xui}/{file}", List.of("presence-rules.xml"), UsernameMode.USER),
                            LIMITS,
                            Optional.empty()));
        }

        @Test
        void stateIsKeptInAnEmbeddedDatabaseInTheDataDirectory() {
            Path directory = Path.of("/opt/presence/data");
            assertThat(Settings.load(Map.of(), null, directory.getParent(), Map.of())
                            .storage())
                    .isEqualTo(new StorageSettings(
                            true,
                            "jdbc:h2:file:" + directory + "/presence",
                            "",
                            "",
                            Tables.defaults(),
                            false,
                            100_000,
                            Duration.ofMillis(2)));
        }

        @Test
        void aProgramThatUsesTheLibraryHasEverythingInMemory() {
            assertThat(settings.storage().useDb()).isFalse();
            assertThat(settings.storage().jdbcUrl()).isEmpty();
            assertThat(settings.effective()).containsEntry("use_db", "0");
            assertThat(Settings.of(Map.of("db_url", "jdbc:h2:mem:a")).storage().useDb())
                    .isTrue();
        }

        @Test
        void onlyTheMissingAuthorizationIsComplainedAbout() {
            assertThat(settings.warnings()).isEmpty();
            assertThat(settings.errors())
                    .hasSize(1)
                    .first()
                    .asString()
                    .startsWith("auth is not set: implicit")
                    .contains("auth=xcap");
        }
    }

    @Nested
    final class WithEveryValue {

        @Test
        void theServerIsMapped() {
            Settings settings = Settings.of(Map.of(
                    "sip_bind", "::1",
                    "sip_port", "5070",
                    "http_bind", "127.0.0.2",
                    "http_port", "0",
                    "data", "/var/lib/presence",
                    "lanes", "3",
                    "log_level", "debug"));
            assertThat(settings.server())
                    .isEqualTo(new ServerSettings("::1", 5070, "127.0.0.2", 0, Path.of("/var/lib/presence")));
            assertThat(settings.lanes()).isEqualTo(3);
            assertThat(settings.logLevel()).isEqualTo("debug");
        }

        @Test
        void sipIsMapped() {
            Settings settings = Settings.of(Map.of(
                    "server_address", "sip:10.10.10.10:5060",
                    "domains", "example.org , Example.COM., [2001:DB8:0::1]",
                    "trust_sender_header", "1"));
            assertThat(settings.sip())
                    .isEqualTo(new SipSettings(
                            Optional.of("sip:10.10.10.10:5060"),
                            Set.of("example.org", "example.com", "[2001:db8::1]"),
                            true,
                            true,
                            Nat.AUTO,
                            "10"));
        }

        @Test
        void lifetimesAndBodiesAreMapped() {
            Settings settings = Settings.of(Map.of(
                    "default_expires", "600",
                    "max_publish_expiration", "1200",
                    "max_subscription_expiration", "2400",
                    "min_expires", "60",
                    "expires_offset", "10",
                    "publication_max_body", "1000",
                    "pidf_strict", "1",
                    "to_tag_pref", "pres",
                    "auth", "none",
                    "winfo_waiting_time", "7200"));
            assertThat(settings.publication())
                    .isEqualTo(new PublicationSettings(new ExpiresPolicy(600, 1200, 60, 10), 1000, true, "pres"));
            assertThat(settings.subscription())
                    .isEqualTo(new SubscriptionSettings(
                            new ExpiresPolicy(600, 2400, 60),
                            Auth.NONE,
                            new Rules(true, false, Unmatched.BLOCK),
                            "pres",
                            new Waiting(Duration.ofHours(2), PerDomain.same(100))));
            assertThat(settings.errors()).isEmpty();
            assertThat(settings.sip().tags().next()).startsWith("pres");
            assertThat(settings.warnings()).isEmpty();
        }

        @Test
        void watcherInformationIsMapped() {
            Settings settings = Settings.of(Map.of(
                    "watcherinfo_notify", "0",
                    "winfo_auth", "none",
                    "winfo_min_interval", "250",
                    "winfo_waiting_max", "7",
                    "use_offline_winfo", "1",
                    "db_url", "jdbc:h2:mem:offline",
                    "offline_winfo_auto", "0",
                    "offline_winfo_expiration", "60",
                    "offline_winfo_timer", "0"));
            assertThat(settings.watcherInfo())
                    .isEqualTo(new WatcherInfoSettings(
                            false,
                            false,
                            Duration.ofMillis(250),
                            new WatcherInfoSettings.Offline(true, false, Duration.ofMinutes(1), Optional.empty())));
            assertThat(settings.subscription().waiting()).isEqualTo(Waiting.none());
            assertThat(settings.warnings()).isEmpty();
        }

        @Test
        void notificationAndMaintenanceAreMapped() {
            Settings settings = Settings.of(Map.of(
                    "notify_min_interval", "5000",
                    "timeout_rm_subs", "0",
                    "notify_failure", "any",
                    "clean_period", "10",
                    "db_update_period", "-1",
                    "store_tuples", "0"));
            assertThat(settings.notification())
                    .isEqualTo(new NotificationSettings(Duration.ofSeconds(5), false, NotificationSettings.Ending.ANY));
            assertThat(settings.maintenance())
                    .isEqualTo(new MaintenanceSettings(Optional.of(Duration.ofSeconds(10)), Optional.empty(), false));
        }

        @Test
        void storageIsMapped() {
            Settings settings = Settings.of(Map.of(
                    "db_url", "mysql://ser:heslo@127.0.0.1:3307/ser",
                    "presentity_table", "presentity_k",
                    "active_watchers_table", "aw",
                    "watchers_table", "w",
                    "fallback2db", "1",
                    "pres_cache_size", "7",
                    "journal_linger", "0"));
            assertThat(settings.storage())
                    .isEqualTo(new StorageSettings(
                            true,
                            "jdbc:mysql://127.0.0.1:3307/ser",
                            "ser",
                            "heslo",
                            new Tables("presentity_k", "aw", "w"),
                            true,
                            7,
                            Duration.ZERO));
        }

        @Test
        void aPublicAddressWithoutAuthenticationIsAllowed() {
            Settings settings = Settings.of(Map.of(
                    "sip_bind", "0.0.0.0",
                    "allow_unauthenticated", "1",
                    "admin_token", "0123456789abcdef"));
            assertThat(settings.adminToken()).contains("0123456789abcdef");
        }

        @Test
        void aPublicAddressWithDigestIsAllowed() {
            Settings settings = Settings.of(Map.of("sip_bind", "0.0.0.0", "authentication", "digest"));
            assertThat(settings.sipDigest()).isPresent();
            assertThat(Settings.of(Map.of()).sipDigest()).isEmpty();
        }

        @Test
        void sipOffersSha256FirstAndTheProtectionOfBodiesByKey() {
            DigestSettings usual =
                    Settings.of(Map.of("authentication", "digest")).sipDigest().orElseThrow();
            assertThat(usual.algorithms()).containsExactly(Algorithm.SHA_256, Algorithm.MD5);
            assertThat(usual.integrity()).isFalse();
            DigestSettings other = Settings.of(
                            Map.of("authentication", "digest", "digest_algorithms", "md5", "digest_qop", "auth-int"))
                    .sipDigest()
                    .orElseThrow();
            assertThat(other.algorithms()).containsExactly(Algorithm.MD5);
            assertThat(other.integrity()).isTrue();
        }

        @Test
        void boundsAreMapped() {
            assertThat(Settings.of(Map.of()).bounds())
                    .isEqualTo(new BoundsSettings(
                            PerDomain.same(100),
                            PerDomain.same(20),
                            PerDomain.same(10_000),
                            PerDomain.same(200_000),
                            new Totals(PerDomain.same(0), PerDomain.same(0)),
                            2_000,
                            PerDomain.same(0),
                            20_000));
            assertThat(Settings.of(Map.of(
                                    "max_publications", "1",
                                    "max_subscriptions", "2",
                                    "max_subscriptions_per_watcher", "1000",
                                    "max_presentities", "4",
                                    "max_total_publications", "7",
                                    "max_total_subscriptions", "8",
                                    "max_requests_per_source", "0",
                                    "max_requests_per_domain", "6",
                                    "max_unproven_targets", "5"))
                            .bounds())
                    .isEqualTo(new BoundsSettings(
                            PerDomain.same(1),
                            PerDomain.same(2),
                            PerDomain.same(1000),
                            PerDomain.same(4),
                            new Totals(PerDomain.same(7), PerDomain.same(8)),
                            0,
                            PerDomain.same(6),
                            5));
        }

        @Test
        void theAuditLogIsMapped() {
            Path base = Path.of("/srv");
            AuditSettings audit = Settings.load(Map.of(), null, base, Map.of()).audit();
            assertThat(audit)
                    .isEqualTo(new AuditSettings(
                            Optional.of(Path.of("/srv/data/audit.log")),
                            10_000_000,
                            1_000_000_000,
                            Duration.ofDays(365)));
            assertThat(Settings.load(
                                    Map.of(
                                            "audit_log", "/var/log/presence/audit",
                                            "audit_log_file_size", "1",
                                            "audit_log_total_size", "2",
                                            "audit_log_days", "3"),
                                    null,
                                    base,
                                    Map.of())
                            .audit())
                    .isEqualTo(new AuditSettings(
                            Optional.of(Path.of("/var/log/presence/audit")), 1_000_000, 2_000_000, Duration.ofDays(3)));
            assertThat(Settings.load(Map.of("audit_log", "off"), null, base, Map.of())
                            .audit()
                            .file())
                    .isEmpty();
            assertThat(Settings.of(Map.of()).audit().file()).isEmpty(); // a library
            assertThat(Settings.of(Map.of("audit_log", "a")).audit().file()).contains(Path.of("data/a"));
        }

        @Test
        void failedAuthenticationsAreLimited() {
            assertThat(Settings.of(Map.of()).maxAuthFailures()).isEqualTo(10);
            assertThat(Settings.of(Map.of("max_auth_failures", "0")).maxAuthFailures())
                    .isZero();
        }

        @Test
        void connectionsOverTcpAreMapped() {
            assertThat(Settings.of(Map.of()).tcp())
                    .isEqualTo(new TcpSettings(
                            Duration.ofHours(1), Duration.ofSeconds(32), 50_000, 5_000, 1_048_576, 1_048_576));
            assertThat(Settings.of(Map.of(
                                    "tcp_idle_timeout", "1",
                                    "tcp_message_timeout", "2",
                                    "tcp_max_connections", "3",
                                    "tcp_max_connections_per_source", "4",
                                    "tcp_max_message", "5000",
                                    "tcp_max_unsent", "6000"))
                            .tcp())
                    .isEqualTo(new TcpSettings(Duration.ofSeconds(1), Duration.ofSeconds(2), 3, 4, 5_000, 6_000));
        }

        @Test
        void registrationsAreMapped() {
            Settings settings = Settings.of(Map.of(
                    "default_expires", "900",
                    "max_expires", "800",
                    "min_expires", "10",
                    "max_contacts", "3",
                    "reg_watchers", "sip:proxy@example.org, sip:as@example.org",
                    "default_priority_percentage", "55",
                    "pdomains", "jabber: im.example.org  Chat.example.org , phones:pstn.example.org"));
            RegistrationSettings registration = settings.registration();
            assertThat(registration)
                    .isEqualTo(new RegistrationSettings(
                            new ExpiresPolicy(800, 800, 10),
                            PerDomain.same(3),
                            new Pdomains(Map.of(
                                    "im.example.org", "jabber",
                                    "chat.example.org", "jabber",
                                    "pstn.example.org", "phones")),
                            List.of("sip:proxy@example.org", "sip:as@example.org"),
                            OptionalInt.of(550)));
            assertThat(registration.pdomains().of("example.org")).isEqualTo("registrar");
            assertThat(Settings.of(Map.of("use_callbacks", "0")).registration().contactPriority())
                    .isEmpty();
            assertThat(Settings.of(Map.of()).registration())
                    .isEqualTo(new RegistrationSettings(
                            new ExpiresPolicy(3600, 3600, 0),
                            PerDomain.same(20),
                            new Pdomains(Map.of()),
                            List.of(),
                            OptionalInt.of(0)));
        }

        @Test
        void trustedPeersAreAddressesAndNetworks() throws UnknownHostException {
            Networks peers = Settings.of(Map.of("trusted_peers", "192.0.2.7, 10.16.0.0/12,2001:db8::/33"))
                    .trustedPeers();
            for (String in : List.of("192.0.2.7", "10.16.0.0", "10.31.255.255", "2001:db8::1")) {
                assertThat(peers.contains(InetAddress.getByName(in))).as(in).isTrue();
            }
            for (String out : List.of("192.0.2.6", "10.32.0.0", "2001:db8:8000::1", "::1", "127.0.0.1")) {
                assertThat(peers.contains(InetAddress.getByName(out))).as(out).isFalse();
            }
        }

        @Test
        void aHostIsATrustedPeerByItsAddressOnly() {
            Networks peers = Settings.of(Map.of("trusted_peers", "127.0.0.0/8,2001:db8::/33"))
                    .trustedPeers();
            for (String in : List.of("127.0.0.1", "2001:db8::1", "[2001:DB8:0::1]")) {
                assertThat(peers.contains(in)).as(in).isTrue();
            }
            for (String out : List.of("localhost", "127.1", "127.0.0.1/8", "[127.0.0.1", "[::1]", "192.0.2.1", "")) {
                assertThat(peers.contains(out)).as(out).isFalse();
            }
        }

        @Test
        void theXcapServerIsMapped() {
            Settings settings = Settings.of(Map.of(
                    "xcap_root", "https://xcap.example.org:8443/root/",
                    "pres_rules_path", "/org.openmobilealliance.pres-rules/users/{xui}/{file}",
                    "pres_rules_file", "one.xml, two.xml",
                    "xcap_username_mode", "uuid",
                    "domains", "example.org",
                    "xcap_user", "presence",
                    "xcap_password", "heslo"));
            assertThat(settings.xcap().root()).contains(URI.create("https://xcap.example.org:8443/root"));
            assertThat(settings.xcap().documents())
                    .isEqualTo(new Documents(
                            "org.openmobilealliance.pres-rules/users/{xui}/{file}",
                            List.of("one.xml", "two.xml"),
                            UsernameMode.UUID));
            assertThat(settings.xcap().credentials()).contains(new Credentials(Optional.of("presence"), "heslo"));
            assertThat(settings.xcap().limits()).isEqualTo(LIMITS);
            assertThat(settings.warnings()).isEmpty();
        }

        @Test
        void theLimitsOfTheXcapClientAreMapped() {
            Settings settings = Settings.of(Map.of(
                    "xcap_timeout", "500",
                    "xcap_max_document", "2000",
                    "auth_rules_refresh_time", "0",
                    "max_auth_requests_per_tick", "7",
                    "xcap_password", "token"));
            assertThat(settings.xcap().limits())
                    .isEqualTo(new Limits(Duration.ofMillis(500), Optional.empty(), 7, 2000));
            assertThat(settings.xcap().credentials()).contains(new Credentials(Optional.empty(), "token"));
            assertThat(settings.xcap().toString()).doesNotContain("token");
        }

        @Test
        void digestIsMapped() {
            Settings settings = Settings.of(
                    Map.of("realm", "one for all", "nonce_expire", "30", "digest_algorithms", "md5", "auth", "none"));
            assertThat(settings.digest())
                    .isEqualTo(new DigestSettings(
                            Optional.of("one for all"), Duration.ofSeconds(30), List.of(Algorithm.MD5)));
            assertThat(Settings.of(Map.of("digest_algorithms", "sha-256"))
                            .digest()
                            .algorithms())
                    .containsExactly(Algorithm.SHA_256);
        }

        @Test
        void everyDefaultSetByHandIsTheSameAsNoneSet() {
            Map<String, String> all = new HashMap<>();
            AllKeys.ALL.forEach(key -> all.put(key.name(), key.initial()));
            Path base = Path.of("/opt/presence");
            Settings settings = Settings.load(all, null, base, Map.of());
            assertThat(settings.effective())
                    .isEqualTo(Settings.load(Map.of(), null, base, Map.of()).effective());
            assertThat(settings.warnings()).isEmpty();
        }
    }

    @Nested
    final class Refuses {

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                max_expires                | -5          | max_expires=-5 is out of range: 1 to 2147483647 seconds
                max_expires                | 2147483648  | max_expires=2147483648 is out of range: 1 to 2147483647 seconds
                default_expires            | 0           | default_expires=0 is out of range
                expires_offset             | ten         | expires_offset=ten is not a whole number
                default_priority_percentage | 101        | is out of range: 0 to 100 percent
                clean_period               | 31536001    | is out of range: at most 31536000 seconds
                publication_max_body       | 255         | is out of range: 256 to 16777216 bytes
                journal_linger             | 1001        | is out of range: 0 to 1000 milliseconds
                subs_htable_size           | 31          | is out of range: 1 to 30
                pres_htable_size           | 0           | is out of range: 1 to 30
                sip_port                   | 65536       | is out of range: 0 to 65535
                use_db                     | yes         | use_db=yes is neither 0 nor 1
                auth                       | rules       | auth=rules is not known; supported: none, implicit, xcap
                auth                       | maybe       | auth=maybe is not known; supported: none, implicit
                authentication             | basic       | authentication=basic is not known; supported: off, digest
                digest_qop                 | none        | digest_qop=none is not known; supported: auth, auth-int
                user_column                | a;drop      | user_column=a;drop is not a plain name of letters, digits and underscores
                subscriber_table           | `credentials` | is not a plain name of letters, digits and underscores
                calculate_ha1              | 1           | calculate_ha1 is about a table of another server; set subscriber_db_url, too
                auth_cache_expire          | 0           | auth_cache_expire=0 is out of range: 1 to 86400 seconds
                presentity_table           | a;drop      | presentity_table=a;drop is not a plain table name
                presentity_table           | Presentities | presentity_table=Presentities is the name of a table that cannot be renamed; choose another one
                presentity_table           | presence_schema_history | is the name of a table that cannot be renamed
                watchers_table             | Publication | watchers_table=Publication is the name of the table of presentity_table; choose another one
                watchers_table             | presentity  | watchers_table=presentity is the name of the table of presentity_table
                server_address             | 10.0.0.1    | server_address=10.0.0.1 is not a SIP URI such as
                domains                    | [1:2]       | domains: [1:2] is not a domain
                domains                    | a b         | domains=a b is not a comma-separated list of domains
                realm                      | a"b         | is not a text of at most 255 characters without quotes
                nonce_expire               | 0           | is out of range: 1 to 86400 seconds
                digest_algorithms          | sha1        | is not known; supported: both, sha-256-first, sha-256, md5
                audit_log_total_size       | 19          | audit_log_total_size=19 is less than twice audit_log_file_size=10
                trusted_peers              | example.org | is not a comma-separated list of addresses or networks
                trusted_peers              | 10.0.0.0/33 | trusted_peers: 10.0.0.0/33 is neither an address nor a network
                trusted_peers              | dead        | trusted_peers: dead is neither an address nor a network
                pdomains                   | jabber      | is not a comma-separated list of tenants
                pdomains                   | a:x.org, b:X.org | pdomains: x.org belongs to both a and b
                reg_watchers               | proxy       | is not a comma-separated list of SIP URIs
                max_contacts               | 0           | is out of range: 1 to 1000 contacts
                max_publications           | 0           | is out of range: 1 to 1000000 publications
                max_subscriptions_per_watcher | 999      | is out of range: 1000 to 2147483647 subscriptions
                max_presentities           | 0           | is out of range: 1 to 2147483647 presentities
                db_url                     | nonsense    | db_url=nonsense is no database URL; accepted: jdbc:h2:...
                min_expires                | 3601        | min_expires=3601 is above the longest lifetime, 3600 seconds
                xcap_root                  | ftp://host/ | xcap_root=ftp://host/ is not the URL of an XCAP server, such as
                xcap_root                  | xcap        | xcap_root=xcap is not the URL of an XCAP server
                xcap_root                  | http://h/?q | is not the URL of an XCAP server
                xcap_root                  | http:///a   | is not the URL of an XCAP server
                xcap_root                  | http://a b/ | is not the URL of an XCAP server
                xcap_root                  | http://u:secret@h/ | xcap_root=http://u:***@h/ is not the URL of an XCAP server
                xcap_username_mode         | name        | xcap_username_mode=name is not known; supported: auto, uri, uuid, user
                xcap_user                  | presence    | xcap_user=presence requires xcap_password
                xcap_timeout               | 0           | xcap_timeout=0 is out of range: 1 to 60000 milliseconds
                xcap_max_document          | 1023        | is out of range: 1024 to 16777216 bytes
                max_auth_requests_per_tick | 0           | is out of range: 1 to 100000 per second
                pres_rules_path            | {auid}/{name} | is not a path of an XCAP document
                pres_rules_path            | pres-rules/global/index | contains none of {xui}, {uid} and {user}
                pres_rules_path            | {xui}/../{file} | contains the segment . or ..
                pres_rules_file            | a,,b        | pres_rules_file=a,,b is not a comma-separated list of document names
                sip_bind                   | 0.0.0.0     | sip_bind=0.0.0.0 is not loopback and authentication=off
                sip_bind                   | 192.0.2.1   | set authentication=digest, or allow_unauthenticated=1
                sip_bind                   | ::          | is not loopback
                http_bind                  | 0.0.0.0     | http_bind=0.0.0.0 is not loopback and the server has no TLS for HTTP: set http_proxied=1
                http_bind                  | ::          | set http_proxied=1
                use_offline_winfo          | 1           | use_offline_winfo=1 stores watchers in the database, and there is none; set db_url
                """)
        void aBadValueInOneLine(String key, String value, String message) {
            assertThatThrownBy(() -> Settings.of(Map.of(key, value)))
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining(message)
                    .hasMessageNotContaining("\n");
        }

        @ParameterizedTest
        @CsvSource({
            "max_expirs,max_expires",
            "dburl,db_url",
            "defaultexpires,default_expires",
            "subscription_max_expiration,max_subscription_expiration",
            "fallback_to_db,fallback2db"
        })
        void anUnknownKeyNamingTheNearest(String unknown, String nearest) {
            assertThatThrownBy(() -> Settings.of(Map.of(unknown, "1")))
                    .isInstanceOf(SettingsException.class)
                    .hasMessage("unknown key " + unknown + "; did you mean " + nearest + "?");
        }

        @ParameterizedTest
        @ValueSource(strings = {"0", "1"})
        void contradictoryAnswersToTimeouts(String both) {
            assertThatThrownBy(() -> Settings.of(Map.of("ignore_408_on_notify", both, "timeout_rm_subs", both)))
                    .isInstanceOf(SettingsException.class)
                    .hasMessageStartingWith("ignore_408_on_notify=" + both + " contradicts timeout_rm_subs=" + both);
        }

        @Test
        void aBadTokenWithoutShowingIt() {
            assertThatThrownBy(() -> Settings.of(Map.of("admin_token", "short")))
                    .hasMessageStartingWith("admin_token=*** is not a bearer token")
                    .hasMessageNotContaining("short");
        }

        @Test
        void aBadDatabaseUrlWithoutShowingThePassword() {
            assertThatThrownBy(() -> Settings.of(Map.of("db_url", "postgres://ser:heslo@host/ser")))
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining("db_url=postgres://ser:***@host/ser is no database URL")
                    .hasMessageNotContaining("heslo");
        }
    }

    @Nested
    final class KeysThatMeanSomethingTogether {

        @ParameterizedTest
        @CsvSource({
            // max_expires, max_publish_expiration, longest publication
            "7200,     , 7200",
            "    , 7200, 7200",
            "7200, 1800, 1800",
            "1800, 7200, 1800"
        })
        void theLowerOfTheLimitsThatAreSetWins(String both, String own, int expected) {
            Map<String, String> values = new HashMap<>();
            putIfSet(values, "max_expires", both);
            putIfSet(values, "max_publish_expiration", own);
            putIfSet(values, "max_subscription_expiration", own);
            Settings settings = Settings.of(values);
            assertThat(settings.publication().expires().max()).isEqualTo(expected);
            assertThat(settings.subscription().expires().max()).isEqualTo(expected);
            assertThat(settings.effective()).containsEntry("max_publish_expiration", Integer.toString(expected));
        }

        private static void putIfSet(Map<String, String> values, String key, String value) {
            if (value != null) {
                values.put(key, value);
            }
        }

        @Test
        void theDefaultLifetimeIsShortenedToTheLongestWithAWarning() {
            Settings settings = Settings.of(Map.of("max_publish_expiration", "60", "auth", "none"));
            assertThat(settings.publication().expires().standard()).isEqualTo(60);
            assertThat(settings.subscription().expires().standard()).isEqualTo(3600);
            assertThat(settings.warnings())
                    .containsExactly(
                            "default_expires=3600 is above the longest lifetime of publications and is shortened"
                                    + " to 60");
        }

        @ParameterizedTest
        @CsvSource({" , 1, false", " , 0, true", "0, , false", "1, , true", "0, 1, false", "1, 0, true"})
        void eitherKeyAloneDecidesAboutTimeouts(String timeoutRmSubs, String ignore408, boolean ends) {
            Map<String, String> values = new HashMap<>();
            putIfSet(values, "timeout_rm_subs", timeoutRmSubs);
            putIfSet(values, "ignore_408_on_notify", ignore408);
            Settings settings = Settings.of(values);
            assertThat(settings.notification().timeoutEndsSubscription()).isEqualTo(ends);
            assertThat(settings.effective())
                    .containsEntry("timeout_rm_subs", ends ? "1" : "0")
                    .containsEntry("ignore_408_on_notify", ends ? "0" : "1");
        }

        @Test
        void memoryOnlyNeedsNoUrl() {
            StorageSettings storage =
                    Settings.of(Map.of("use_db", "0", "db_url", "nonsense")).storage();
            assertThat(storage.useDb()).isFalse();
            assertThat(storage.jdbcUrl()).isEmpty();
        }

        @Test
        void aPortWithTlsNeedsACertificateAndEachCertificateItsKey() {
            assertThatThrownBy(() -> Settings.of(Map.of("tls_port", "5061")))
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining("tls_port=5061 needs a certificate");
            assertThatThrownBy(() -> Settings.of(Map.of("wss_port", "5063")))
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining("wss_port=5063 needs a certificate");
            assertThatThrownBy(() -> Settings.of(Map.of("tls_certificate", "a.pem, b.pem", "tls_key", "a.key")))
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining("each certificate needs its key");
            assertThatThrownBy(() -> Settings.of(Map.of("ws_origins", "phone.example.org")))
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining("a list of origins");
            TlsSettings tls = Settings.of(
                            Map.of("tls_port", "5061", "tls_keystore", "keys.p12", "tls_keystore_password", "secret"))
                    .tls();
            assertThat(tls.isUsed()).isTrue();
            assertThat(tls.toString()).doesNotContain("secret");
        }

        @Test
        void namesInXcapUrisThatDoNotTellDomainsApartAreWarnedAbout() {
            Map<String, String> byUser = Map.of("xcap_root", "http://xcap", "xcap_username_mode", "user");
            assertThat(Settings.of(byUser).warnings())
                    .hasSize(1)
                    .first()
                    .asString()
                    .startsWith(
                            "xcap_username_mode=user and pres_rules_path={auid}/users/{xui}/{file} do not distinguish domains");
            assertThat(Settings.of(Map.of("xcap_root", "http://xcap")).warnings())
                    .singleElement()
                    .asString()
                    .contains("xcap_username_mode=auto", "set domains to one domain");
            for (String domains : List.of("example.org", "example.org,example.net")) {
                assertThat(Settings.of(Map.of("xcap_root", "http://xcap", "domains", domains))
                                .warnings())
                        .isEmpty();
            }
        }

        @Test
        void usersAreNamedAsInSerUnlessThereAreSeveralDomains() {
            assertThat(usernameMode(Map.of())).isEqualTo(UsernameMode.USER);
            assertThat(usernameMode(Map.of("domains", "iptel.org"))).isEqualTo(UsernameMode.USER);
            assertThat(usernameMode(Map.of("domains", "iptel.org,example.org"))).isEqualTo(UsernameMode.URI);
            assertThat(usernameMode(Map.of("domains", "iptel.org", "xcap_username_mode", "uri")))
                    .isEqualTo(UsernameMode.URI);
            assertThat(usernameMode(Map.of("domains", "iptel.org,example.org", "xcap_username_mode", "user")))
                    .isEqualTo(UsernameMode.USER);
        }

        private UsernameMode usernameMode(Map<String, String> given) {
            return Settings.of(given).xcap().documents().usernameMode();
        }

        @Test
        void offlineWatchersAreRefusedInMemory() {
            Map<String, String> memory = Map.of("use_offline_winfo", "1", "use_db", "0", "db_url", "jdbc:h2:mem:a");
            assertThatThrownBy(() -> Settings.of(memory))
                    .isInstanceOf(SettingsException.class)
                    .hasMessage("use_offline_winfo=1 stores watchers in the database, and there is none with use_db=0;"
                            + " set use_db=1");
        }

        @Test
        void httpBehindAProxyIsPublicWithoutAWarning() {
            Settings settings = Settings.of(Map.of("http_bind", "0.0.0.0", "http_proxied", "1"));
            assertThat(settings.server().httpBind()).isEqualTo("0.0.0.0");
            assertThat(settings.warnings()).isEmpty();
        }

        @Test
        void publicHttpWithoutAProxyIsWarnedAbout() {
            assertThat(Settings.of(Map.of("http_bind", "0.0.0.0", "allow_unauthenticated", "1"))
                            .warnings())
                    .hasSize(1)
                    .first()
                    .asString()
                    .startsWith("http_bind=0.0.0.0 is not loopback");
        }
    }

    @Nested
    final class Secrets {

        private final Settings settings = Settings.of(Map.of(
                "admin_token", "0123456789abcdef",
                "db_password", "heslo",
                "db_url", "mysql://ser:heslo@host/ser"));

        @Test
        void areNotInTheEffectiveSettings() {
            assertThat(settings.effective())
                    .containsEntry("admin_token", "***")
                    .containsEntry("db_password", "***")
                    .containsEntry("db_url", "mysql://ser:***@host/ser");
        }

        @Test
        void areNotPrintedByTheRecords() {
            assertThat(settings.storage().toString()).doesNotContain("heslo");
        }

        @Test
        void areInWhatWasGiven() {
            assertThat(Settings.of(settings.given()).storage()).isEqualTo(settings.storage());
        }
    }
}
