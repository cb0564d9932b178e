package org.sippresence.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.sippresence.model.Aor;
import org.sippresence.model.ExpiresPolicy;

/**
 * All settings, read once and validated as a whole. Immutable.
 *
 * <p>Sources in ascending priority: a properties file, the environment ({@code PRESENCE_} and the key in capitals),
 * explicit values. An unknown key, an invalid value or a contradiction is a {@link SettingsException}, so that a
 * running server is configured as its operator intended.
 */
public final class Settings {

    private static final int THOUSANDTHS_PER_PERCENT = 10;

    private final Values values;
    private final Path base;
    private final boolean library;
    private final Lifetimes lifetimes;
    private final boolean timeoutEndsSubscription;
    private final DatabaseUrl database;
    private final XcapSettings xcap;
    private final Pdomains pdomains;
    private final Set<String> domains;
    private final Networks trustedPeers;
    private final ClientSubscriptionSettings upstream;
    private final List<String> warnings;

    /** Without a base directory the server runs as a library: no database unless one is configured. */
    private Settings(SettingSources sources, Optional<Path> base) {
        this.base = base.orElse(Path.of(""));
        library = base.isEmpty();
        values = new Values(sources.config());
        lifetimes = Lifetimes.of(values);
        timeoutEndsSubscription = timeoutEndsSubscription();
        database = database();
        requireAuthenticationInPublic();
        requireDatabaseForOfflineWatchers();
        if (values.isSet("import_kamailio") && !useDb()) {
            throw new SettingsException("import_kamailio copies into the database, and there is none; set use_db=1");
        }
        kamailio();
        TableNames.check(values);
        xcap = XcapSettings.of(values);
        pdomains = Pdomains.of(values.list("pdomains"));
        domains = values.list("domains").stream()
                .map(Settings::canonicalDomain)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        trustedPeers = Networks.of("trusted_peers", values.list("trusted_peers"));
        upstream = ClientSubscriptionSettings.of(values);
        warnings = new ArrayList<>(sources.warnings());
        warnings.addAll(values.remarks());
        warnings.addAll(lifetimes.warnings());
        warnings.addAll(xcap.warnings(values));
        if (!isLoopback("http_bind") && !values.on("http_proxied")) {
            warnings.add("http_bind=" + values.text("http_bind")
                    + " is not loopback: the admin token travels without encryption");
        }
    }

    /**
     * Reads all sources.
     *
     * @param explicit values by key, such as the command line's; the source with the highest priority
     * @param file a properties file in UTF-8, or null for none
     * @param base directory for a relative {@code data}: the home of the distribution or Tomcat's {@code catalina.base}
     * @throws SettingsException if the server cannot start with these settings
     */
    public static Settings load(Map<String, String> explicit, Path file, Path base) {
        return load(explicit, file, base, System.getenv());
    }

    static Settings load(Map<String, String> explicit, Path file, Path base, Map<String, String> environment) {
        SettingSources sources = new SettingSources();
        if (file != null) {
            sources.file(file);
        }
        return new Settings(sources.environment(environment).explicit(explicit), Optional.of(base));
    }

    /**
     * Settings for use as a library: only the explicit values, neither file nor environment. Without {@code db_url} all
     * state stays in memory, and a relative {@code data} is resolved against the working directory.
     */
    public static Settings of(Map<String, String> explicit) {
        return new Settings(new SettingSources().explicit(explicit), Optional.empty());
    }

    private boolean timeoutEndsSubscription() {
        boolean ends = values.on("timeout_rm_subs");
        boolean ignored = values.on("ignore_408_on_notify");
        if (values.isSet("timeout_rm_subs") && values.isSet("ignore_408_on_notify") && ends == ignored) {
            throw new SettingsException("ignore_408_on_notify=" + values.text("ignore_408_on_notify")
                    + " contradicts timeout_rm_subs=" + values.text("timeout_rm_subs") + "; set only one of them");
        }
        return values.isSet("ignore_408_on_notify") ? !ignored : ends;
    }

    private DatabaseUrl database() {
        if (!useDb()) {
            return new DatabaseUrl("", Optional.empty(), Optional.empty());
        }
        DatabaseUrl url = DatabaseUrl.parse(values.text("db_url")
                .replace("${data}", data().toAbsolutePath().normalize().toString()));
        return new DatabaseUrl(
                url.jdbc(),
                url.user().or(() -> values.optional("db_user")),
                url.password().or(() -> values.optional("db_password")));
    }

    private boolean useDb() {
        return values.on("use_db") && (!library || values.isSet("db_url"));
    }

    private void requireDatabaseForOfflineWatchers() {
        if (values.on("use_offline_winfo") && !useDb()) {
            throw new SettingsException("use_offline_winfo=1 stores watchers in the database, and there is none"
                    + (values.on("use_db") ? "; set db_url" : " with use_db=0; set use_db=1"));
        }
    }

    private void requireAuthenticationInPublic() {
        boolean proxied = values.on("http_proxied") || values.on("allow_unauthenticated");
        if (!proxied && !isLoopback("http_bind")) {
            throw new SettingsException("http_bind=" + values.text("http_bind")
                    + " is not loopback and HTTP has no encryption here: set http_proxied=1 if only a reverse proxy with TLS"
                    + " reaches it, or allow_unauthenticated=1 to serve so");
        }
        if (!values.on("allow_unauthenticated") && !isLoopback("sip_bind")) {
            throw new SettingsException("sip_bind=" + values.text("sip_bind") + " is not loopback and authentication="
                    + values.text("authentication")
                    + ": anybody could be anyone; set allow_unauthenticated=1 to serve so");
        }
    }

    private boolean isLoopback(String key) {
        String host = values.text(key);
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new SettingsException(key + "=" + host + " is neither an address nor a name that can be looked up");
        }
    }

    private Path data() {
        return base.resolve(values.text("data"));
    }

    public ServerSettings server() {
        return new ServerSettings(
                values.text("sip_bind"),
                values.number("sip_port"),
                values.text("http_bind"),
                values.number("http_port"),
                data());
    }

    public EngineSettings engine() {
        int lanes = values.number("lanes");
        return lanes == 0 ? EngineSettings.defaults() : new EngineSettings(lanes);
    }

    public SipSettings sip() {
        return new SipSettings(
                values.optional("server_address"),
                domains,
                values.on("trust_sender_header"),
                values.on("fast_udp"),
                values.text("to_tag_pref"));
    }

    /** Normalizes a domain as those of users, for comparison. */
    private static String canonicalDomain(String domain) {
        try {
            return Aor.parse("sip:" + domain).domain();
        } catch (IllegalArgumentException e) {
            throw new SettingsException("domains: " + domain + " is no domain such as example.org or [2001:db8::1]");
        }
    }

    public PublicationSettings publication() {
        return new PublicationSettings(
                new ExpiresPolicy(
                        lifetimes.initial(),
                        lifetimes.maxPublication(),
                        lifetimes.min(),
                        values.number("expires_offset")),
                values.number("publication_max_body"),
                values.on("pidf_strict"),
                values.text("to_tag_pref"));
    }

    /** Bounds on the number of each kind of object. */
    public BoundsSettings bounds() {
        return BoundsSettings.of(values);
    }

    public TcpSettings tcp() {
        return TcpSettings.of(values);
    }

    public RegistrationSettings registration() {
        return new RegistrationSettings(
                new ExpiresPolicy(lifetimes.initial(), values.number("max_expires"), lifetimes.min()),
                values.number("max_contacts"),
                pdomains,
                values.list("reg_watchers"),
                values.on("use_callbacks")
                        ? OptionalInt.of(values.number("default_priority_percentage") * THOUSANDTHS_PER_PERCENT)
                        : OptionalInt.empty());
    }

    public SubscriptionSettings subscription() {
        return new SubscriptionSettings(
                new ExpiresPolicy(lifetimes.initial(), lifetimes.maxSubscription(), lifetimes.min()),
                auth(),
                new SubscriptionSettings.Rules(
                        values.on("enable_sphere_check"),
                        values.on("async_auth_queries"),
                        SubscriptionSettings.Unmatched.valueOf(values.text("unmatched_watchers")
                                .toUpperCase(Locale.ROOT)
                                .replace('-', '_'))),
                values.text("to_tag_pref"),
                waiting());
    }

    private SubscriptionSettings.Waiting waiting() {
        return watcherInfo().served()
                ? new SubscriptionSettings.Waiting(
                        Duration.ofSeconds(values.number("winfo_waiting_time")), values.number("winfo_waiting_max"))
                : SubscriptionSettings.Waiting.none();
    }

    public WatcherInfoSettings watcherInfo() {
        return new WatcherInfoSettings(
                values.on("watcherinfo_notify"),
                values.text("winfo_auth").equals("implicit"),
                Duration.ofMillis(values.number("winfo_min_interval")),
                new WatcherInfoSettings.Offline(
                        values.on("use_offline_winfo"),
                        values.on("offline_winfo_auto"),
                        Duration.ofSeconds(values.number("offline_winfo_expiration")),
                        values.period("offline_winfo_timer")));
    }

    private SubscriptionSettings.Auth auth() {
        return switch (values.text("auth")) {
            case "none" -> SubscriptionSettings.Auth.NONE;
            case "xcap" -> SubscriptionSettings.Auth.XCAP;
            default -> SubscriptionSettings.Auth.IMPLICIT;
        };
    }

    public NotificationSettings notification() {
        return new NotificationSettings(
                Duration.ofMillis(values.number("notify_min_interval")),
                timeoutEndsSubscription,
                values.text("notify_failure").equals("any")
                        ? NotificationSettings.Ending.ANY
                        : NotificationSettings.Ending.RFC6665);
    }

    public XcapServerSettings xcapServer() {
        return XcapServerSettings.of(values);
    }

    public StorageSettings storage() {
        return new StorageSettings(
                useDb(),
                database.jdbc(),
                database.user().orElse(""),
                database.password().orElse(""),
                TableNames.of(values),
                values.on("fallback2db"),
                values.number("pres_cache_size"),
                Duration.ofMillis(values.number("journal_linger")));
    }

    /** The Kamailio database to import from at the start; its tables are not renamed. */
    public Optional<StorageSettings> kamailio() {
        return values.optional("import_kamailio")
                .map(url -> DatabaseUrl.parse("import_kamailio", url))
                .map(url -> new StorageSettings(
                        true,
                        url.jdbc(),
                        url.user().orElse(""),
                        url.password().orElse(""),
                        StorageSettings.Tables.defaults(),
                        false,
                        0,
                        Duration.ZERO));
    }

    /** The lease that decides which server may write to the database. */
    public LeaseSettings lease() {
        return new LeaseSettings(Duration.ofSeconds(values.number("lease_time")), values.on("take_over"));
    }

    public MaintenanceSettings maintenance() {
        return new MaintenanceSettings(
                values.period("clean_period"), values.period("db_update_period"), values.on("store_tuples"));
    }

    public SecuritySettings security() {
        return new SecuritySettings(
                SecuritySettings.Authentication.OFF,
                values.on("allow_unauthenticated"),
                values.list("trusted_peers"),
                values.optional("admin_token"));
    }

    /** Whether code in the same process may subscribe without SIP. */
    public boolean acceptInternalSubscriptions() {
        return values.on("accept_internal_subscriptions");
    }

    /** The peers that may register for other users. */
    public Networks trustedPeers() {
        return trustedPeers;
    }

    public XcapSettings xcap() {
        return xcap;
    }

    public ClientSubscriptionSettings upstream() {
        return upstream;
    }

    public DigestSettings digest() {
        List<DigestSettings.Algorithm> algorithms = switch (values.text("digest_algorithms")) {
            case "sha-256" -> List.of(DigestSettings.Algorithm.SHA_256);
            case "md5" -> List.of(DigestSettings.Algorithm.MD5);
            case "sha-256-first" -> List.of(DigestSettings.Algorithm.SHA_256, DigestSettings.Algorithm.MD5);
            default -> List.of(DigestSettings.Algorithm.MD5, DigestSettings.Algorithm.SHA_256);
        };
        return new DigestSettings(
                values.optional("realm"), Duration.ofSeconds(values.number("nonce_expire")), algorithms);
    }

    /** The key {@code log_level}: error, warn, info, debug or trace. */
    public String logLevel() {
        return values.text("log_level");
    }

    /** Every key in the order of the reference with the effective value; secrets are masked. */
    public Map<String, String> effective() {
        Map<String, String> effective = new LinkedHashMap<>();
        for (Key key : AllKeys.ALL) {
            String value = values.text(key.name());
            effective.put(key.name(), key.shape().secret() && !value.isEmpty() ? "***" : value);
        }
        effective.put("data", data().toAbsolutePath().normalize().toString());
        effective.put("lanes", Integer.toString(engine().lanes()));
        effective.put("use_db", useDb() ? "1" : "0");
        effective.put("db_url", DatabaseUrl.masked(values.text("db_url")));
        effective.put("max_publish_expiration", Integer.toString(lifetimes.maxPublication()));
        effective.put("max_subscription_expiration", Integer.toString(lifetimes.maxSubscription()));
        effective.put("auth", subscription().auth().name().toLowerCase(Locale.ROOT));
        effective.put("timeout_rm_subs", timeoutEndsSubscription ? "1" : "0");
        effective.put("ignore_408_on_notify", timeoutEndsSubscription ? "0" : "1");
        return effective;
    }

    /**
     * The configured values by key, with secrets in clear text: {@code of(given())} is the same settings. Must never be
     * logged.
     */
    public Map<String, String> given() {
        return values.given();
    }

    /** One line each, logged as warnings at the start. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** One line each, logged as errors at the start, though the server starts. */
    public List<String> errors() {
        return values.isSet("auth")
                ? List.of()
                : List.of("auth is not set: implicit, all watchers are pending and see no state; set auth=xcap,"
                        + " auth=implicit or auth=none");
    }
}
