package org.sippresence.settings;

import static org.sippresence.settings.Key.Origin.BOTH;
import static org.sippresence.settings.Key.Origin.KAMAILIO;
import static org.sippresence.settings.Key.Origin.SER;
import static org.sippresence.settings.Key.choice;
import static org.sippresence.settings.Key.onOff;
import static org.sippresence.settings.Key.text;
import static org.sippresence.settings.Key.whole;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * All keys. Names and defaults are those of SER and Kamailio, unchanged. The start-up checks, {@code
 * docs/configuration.md} and {@code GET /api/v1/config} are all made from this table.
 */
final class AllKeys {

    private static final String ADDRESS = "[A-Za-z0-9.:%_-]+";
    private static final String AN_ADDRESS = "an IP address or host name";
    private static final String TLS = "SIP over TLS";
    private static final int YEAR = 31_536_000;

    /**
     * A group of related keys, as the reference shows them.
     *
     * @param effect the effect that all of them share if they have none of their own; otherwise empty
     */
    record Section(String title, String effect, List<Key> keys) {
        Section(String title, List<Key> keys) {
            this(title, "", keys);
        }
    }

    static final List<Section> SECTIONS = List.of(
            new Section("Server", server()),
            new Section("SIP", sip()),
            new Section("Publications", publications()),
            new Section("Subscriptions", subscriptions()),
            new Section("Notifications", NotificationKeys.all()),
            new Section("Registrations", RegistrationKeys.all()),
            new Section("Bounds", BoundsKeys.all()),
            new Section("Connections over TCP", TcpKeys.all()),
            new Section("Storage", storage()),
            new Section("Maintenance", maintenance()),
            new Section("Ownership of the database", LeaseKeys.all()),
            new Section("Watcher information", WinfoKeys.watcherInformation()),
            new Section("Security", security()),
            new Section("Rules", XcapKeys.rules()),
            new Section("Rules from an XCAP server", XcapKeys.client()),
            new Section("The built-in XCAP server", XcapKeys.server()),
            new Section("Subscriptions at other servers", ClientSubscriptionKeys.all()),
            new Section(
                    "Carried over, without effect",
                    "These keys have no effect, because what they tune is not there to be tuned.",
                    withoutEffect()),
            new Section(
                    "For later: TLS",
                    "These keys have no effect yet: their features come with later versions.",
                    laterPackages()));

    static final List<Key> ALL =
            SECTIONS.stream().flatMap(section -> section.keys().stream()).toList();

    private static final Map<String, Key> BY_NAME =
            ALL.stream().collect(Collectors.toUnmodifiableMap(Key::name, Function.identity()));

    private AllKeys() {}

    private static List<Key> server() {
        return List.of(
                text("sip_bind", "127.0.0.1")
                        .matching(ADDRESS, AN_ADDRESS)
                        .means("The address for SIP, UDP and TCP. `--bind` sets it."),
                whole("sip_port", 5060, "").between(0, 65_535).means("The port for SIP; 0 for any free one."),
                text("http_bind", "127.0.0.1")
                        .matching(ADDRESS, AN_ADDRESS)
                        .means("The address for HTTP. One that is not loopback is refused unless `http_proxied=1` or"
                                + " `allow_unauthenticated=1`, because HTTP has no encryption here."),
                onOff("http_proxied", false)
                        .means(
                                "1: `http_bind` may be an address that is not loopback, because only a reverse proxy with TLS"
                                        + " reaches it."),
                whole("http_port", 8080, "").between(0, 65_535).means("The port for HTTP; 0 for any free one."),
                text("data", "data")
                        .means(
                                "The directory of the embedded database and of the generated admin token. A relative one is"
                                        + " below the home of the distribution, Tomcat's `catalina.base` or, with `scripts/run`, the"
                                        + " root of the repository; on the command line, below the working directory."),
                whole("lanes", 0, "")
                        .between(0, 1024)
                        .means(
                                "How many lanes presentities are spread over; 0 for twice the number of processor cores."),
                choice("log_level", "info", "error", "warn", "info", "debug", "trace")
                        .means("The least severe line that is logged."));
    }

    private static List<Key> sip() {
        return List.of(
                text("server_address", "")
                        .matching("sips?:[^\\s<>\"]+", "a SIP URI such as sip:10.10.10.10:5060")
                        .from(KAMAILIO)
                        .means("The URI of our Contact; not set: the address that the request came in on."),
                text("domains", "")
                        .matching(
                                "[A-Za-z0-9.:\\[\\]-]+(\\s*,\\s*[A-Za-z0-9.:\\[\\]-]+)*",
                                "a list of domains with commas")
                        .means("The domains whose presentities are ours, with commas between; not set: every domain is."
                                + " Requests for others are answered 404."),
                onOff("fast_udp", true)
                        .means(
                                "Whether all requests, and NOTIFY over UDP, go past the container, which costs a fraction of"
                                        + " the usual way. 0: every request that is well-formed and of a method of ours goes by the"
                                        + " container, as in a Tomcat without the hooks, and every NOTIFY by a client transaction of"
                                        + " its stack."),
                onOff("trust_sender_header", false)
                        .from(KAMAILIO)
                        .means("Whether the `Sender` header of a PUBLISH is believed."),
                text("to_tag_pref", "10")
                        .matching("[A-Za-z0-9.!%*_+`'~-]{1,16}", "a token of 1 to 16 characters")
                        .from(KAMAILIO)
                        .means("What our tags in To begin with, and entity-tags and subscription ids."));
    }

    private static List<Key> publications() {
        return List.of(
                whole("default_expires", 3600, "seconds")
                        .between(1, Integer.MAX_VALUE)
                        .from(SER)
                        .means(
                                "The lifetime when the client names none, of subscriptions, publications and registrations."
                                        + " Shortened to the longest lifetime if that is less."),
                whole("max_expires", 3600, "seconds")
                        .between(1, Integer.MAX_VALUE)
                        .from(KAMAILIO)
                        .means(
                                "The longest lifetime of subscriptions, publications and registrations; longer wishes are"
                                        + " shortened."),
                whole("max_publish_expiration", 3600, "seconds")
                        .between(1, Integer.MAX_VALUE)
                        .from(SER)
                        .means(
                                "The longest lifetime of publications. If `max_expires` is set as well, the lower one wins;"
                                        + " if only one of them is set, that one counts."),
                whole("min_expires", 0, "seconds")
                        .means(
                                "The shortest lifetime of subscriptions, publications and registrations (there an hour at"
                                        + " most); a shorter one, but not 0, is"
                                        + " answered 423 with `Min-Expires`. 0: no bound."),
                whole("expires_offset", 0, "seconds")
                        .from(KAMAILIO)
                        .means(
                                "Subtracted from the `Expires` of the 200 to PUBLISH, never below 1, so that clients refresh"
                                        + " early."),
                whole("publication_max_body", 65_536, "bytes")
                        .between(256, 16_777_216)
                        .means("The longest body of a PUBLISH, after decompression; a longer one is answered 413."),
                onOff("pidf_strict", false)
                        .from(SER)
                        .means(
                                "1: a presence document whose rich presence (RFC 4480, 4481, 4482), person or device (RFC 4479)"
                                        + " is not valid by schema is refused with 400. 0: it is taken, and what is not valid is left"
                                        + " out of what watchers get."));
    }

    private static List<Key> subscriptions() {
        return List.of(
                whole("max_subscription_expiration", 3600, "seconds")
                        .between(1, Integer.MAX_VALUE)
                        .from(SER)
                        .means(
                                "The longest lifetime of subscriptions. If `max_expires` is set as well, the lower one wins;"
                                        + " if only one of them is set, that one counts."),
                onOff("accept_internal_subscriptions", false)
                        .from(SER)
                        .means(
                                "Whether what runs in the same process, such as a resource list server, may subscribe without"
                                        + " SIP. Its watchers are authorized as all others."),
                choice("auth", "", "none", "implicit", "xcap")
                        .from(SER)
                        .means(
                                "How watchers of `presence` are authorized. `none`: everybody sees everything. `implicit`:"
                                        + " everybody is pending and sees nothing. `xcap`: as the presentity's rules say (RFC"
                                        + " 5025), who without rules has everybody pending. Not set: `implicit`, with an error"
                                        + " line at start."));
    }

    private static List<Key> storage() {
        return List.of(
                onOff("use_db", true)
                        .from(SER)
                        .means(
                                "1: what was acknowledged is in the database and comes back after a restart. 0: memory only."),
                text("db_url", "jdbc:h2:file:${data}/presence")
                        .from(BOTH)
                        .means("The database: " + DatabaseUrl.FORMS
                                + ". Without it a program that uses `presence-classes.jar` has everything in memory."
                                + " `${data}` is the absolute path of the data directory. MySQL and MariaDB are both"
                                + " spoken to by MySQL Connector/J."),
                text("import_kamailio", "")
                        .hidden()
                        .means(
                                "A database of Kamailio 5 in a form of `db_url`, whose publications and XCAP documents are copied"
                                        + " into ours at the start. What was copied before is passed over. `--import-kamailio`"
                                        + " sets it."),
                text("db_user", "").means("The database user, unless `db_url` names one."),
                text("db_password", "").hidden().means("The database password, unless `db_url` has one."),
                table("presentity_table", "publication", "what was published, also `presentity` as in Kamailio"),
                table("active_watchers_table", "active_watchers", "subscriptions with their dialogs"),
                table("watchers_table", "watchers", "decisions about watchers"),
                onOff("fallback2db", false)
                        .from(KAMAILIO)
                        .means("1: what is not in memory is looked for in the database even if everything was loaded:"
                                + " several servers on one database."),
                whole("pres_cache_size", 100_000, "presentities").means("How many presentities are kept in memory."),
                whole("journal_linger", 2, "milliseconds")
                        .between(0, 1000)
                        .means("How long a forming group of writes waits for more. A lone request never waits."));
    }

    private static Key table(String name, String initial, String content) {
        return text(name, initial)
                .matching("[A-Za-z_][A-Za-z0-9_]{0,62}", "a plain table name of letters, digits and underscores")
                .from(KAMAILIO)
                .means("The table of " + content + ".");
    }

    private static List<Key> maintenance() {
        return List.of(
                whole("clean_period", 100, "seconds")
                        .between(Integer.MIN_VALUE, YEAR)
                        .from(KAMAILIO)
                        .means(
                                "Between two sweeps of expired rows; 0 or less: never. Expiry itself is exact and does not"
                                        + " depend on it."),
                whole("db_update_period", 100, "seconds")
                        .between(Integer.MIN_VALUE, YEAR)
                        .from(KAMAILIO)
                        .means(
                                "Between two writings of the report tables (`store_tuples`); 0 or less: only"
                                        + " at `cleanup` and when the server stops. What is acknowledged is always written at once."),
                onOff("store_tuples", true)
                        .means("Whether published documents are also stored in report tables, for SQL. 0: nothing is"
                                + " written, rows that are there stay as they are."));
    }

    private static List<Key> security() {
        return List.of(
                choice("authentication", "off", "off")
                        .later("digest")
                        .means(
                                "How SIP users prove who they are. `off`: the From header is believed; refused on an address"
                                        + " that is not loopback unless `allow_unauthenticated=1`. Digest comes with a later"
                                        + " version."),
                onOff("allow_unauthenticated", false)
                        .means(
                                "1: serve SIP without authentication and HTTP without encryption on an address that is not"
                                        + " loopback. Only behind a proxy that authenticates."),
                text("admin_token", "")
                        .matching(
                                "[A-Za-z0-9._~+/-]{16,512}=*",
                                "a bearer token of at least 16 letters, digits or ._~+/-")
                        .hidden()
                        .means(
                                "The bearer token of the REST interface; not set: made at the first start and kept in the"
                                        + " file `admin.token` of the data directory."),
                text("realm", "")
                        .matching(
                                "[^\"\\\\\\p{Cntrl}]{1,255}",
                                "a text of at most 255 characters without quotes and backslashes")
                        .means(
                                "The realm in which users prove who they are by a digest; not set: the domain of each user."
                                        + " The stored hashes belong to their realm: who changes it sets all passwords anew."),
                whole("nonce_expire", 300, "seconds")
                        .between(1, 86_400)
                        .means("How long a client may use one nonce of a digest challenge; then it gets another one and"
                                + " repeats the request by itself."),
                choice("digest_algorithms", "both", "both", "sha-256-first", "sha-256", "md5")
                        .means(
                                "The hash functions that digest challenges offer. `both`: MD5 in the first challenge and SHA-256"
                                        + " in the second, so that clients which read one challenge only, or know MD5 only, get in;"
                                        + " a client that prefers SHA-256 takes the second. `sha-256-first`: the order that RFC 7616"
                                        + " recommends. `md5`: for users whose hashes were taken over from a server that had only"
                                        + " MD5, and for clients that know MD5 only and read the last challenge."),
                text("trusted_peers", "")
                        .matching(
                                "[0-9A-Fa-f.:/]+(\\s*,\\s*[0-9A-Fa-f.:/]+)*",
                                "a list of addresses or networks with commas")
                        .means(
                                "Addresses or networks (CIDR), by where packets come from, that may PUBLISH and REGISTER for"
                                        + " others, and whose `alias` in a Contact says where NOTIFYs go. Their"
                                        + " `P-Asserted-Identity` is not read yet."));
    }

    private static List<Key> withoutEffect() {
        return List.of(
                whole("subs_htable_size", 9, "")
                        .between(1, 30)
                        .from(KAMAILIO)
                        .remark("has no effect: the tables in memory grow by themselves")
                        .means("Power of two of a hash table. Tables here grow by themselves."),
                whole("pres_htable_size", 9, "")
                        .between(1, 30)
                        .from(KAMAILIO)
                        .remark("has no effect: the tables in memory grow by themselves")
                        .means("Power of two of a hash table. Tables here grow by themselves."),
                whole("timer_interval", 10, "seconds")
                        .between(1, YEAR)
                        .from(SER)
                        .remark("has no effect: expiry is exact and changes are sent at once")
                        .means("Interval of SER's timer. Here expiry is exact and changes are sent at once."),
                onOff("notify_is_refresh", true)
                        .from(SER)
                        .remark("has no effect: a NOTIFY always carries a Contact (RFC 6665 section 4.2.2)")
                        .means("Whether NOTIFY is a target refresh; it always is."));
    }

    private static List<Key> laterPackages() {
        return List.of(
                whole("tls_port", 0, "").between(0, 65_535).notYet(TLS).means("Port for SIP over TLS; 0: none."),
                text("tls_keystore", "").notYet(TLS).means("PKCS#12 file with the key and certificate."));
    }

    static Optional<Key> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** The key whose name is nearest to the given one by edit distance. */
    static Key nearest(String name) {
        return ALL.stream()
                .min(Comparator.comparingInt(key -> distance(name, key.name())))
                .orElseThrow();
    }

    /** The Levenshtein distance. */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
