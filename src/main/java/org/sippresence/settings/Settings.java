package org.sippresence.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * All settings, read once and validated as a whole. Immutable. Each {@code ...Keys} class has the keys of one capability
 * and reads its settings.
 *
 * <p>Sources in ascending priority: a properties file, the environment ({@code PRESENCE_} and the key in capitals),
 * explicit values. An unknown key, an invalid value or a contradiction is a {@link SettingsException}, so that a
 * running server is configured as its operator intended.
 */
public final class Settings {

    private final Values values;
    private final ServerSettings server;
    private final TlsSettings tls;
    private final NotificationSettings notification;
    private final StorageSettings storage;
    private final Optional<StorageSettings> kamailio;
    private final SipSettings sip;
    private final PublicationSettings publication;
    private final SubscriptionSettings subscription;
    private final RegistrationSettings registration;
    private final XcapSettings xcap;
    private final Networks trustedPeers;
    private final AccountSettings accounts;
    private final AuditSettings audit;
    private final ClientSubscriptionSettings clientSubscriptions;
    private final List<OutboundCredentials> outboundCredentials;
    private final List<String> warnings;

    /** Without a base directory the server runs as a library: no database unless one is configured. */
    private Settings(SettingSources sources, Optional<Path> base) {
        values = new Values(AllKeys.ALL, sources.given());
        server = ServerKeys.read(values, base.orElse(Path.of("")));
        tls = TlsKeys.read(values, base.orElse(Path.of("")));
        notification = NotificationKeys.read(values);
        storage = StorageKeys.read(values, server.data(), base.isEmpty());
        BoundsKeys.check(values, storage);
        kamailio = StorageKeys.kamailio(values);
        sip = SipKeys.read(values);
        values.requireServed(sip.domains());
        publication = PublicationKeys.read(values);
        subscription = SubscriptionKeys.read(values);
        registration = RegistrationKeys.read(values);
        xcap = XcapClientKeys.read(values);
        trustedPeers = Networks.of("trusted_peers", values.list("trusted_peers"));
        audit = AuditKeys.read(values, server.data(), base.isEmpty());
        accounts = AccountKeys.read(values);
        clientSubscriptions = ClientSubscriptionKeys.read(values);
        outboundCredentials = SecurityKeys.readCredentials(values, server.data());
        warnings = new ArrayList<>(sources.warnings());
        warnings.addAll(values.remarks());
        warnings.addAll(Lifetimes.of(values).warnings());
        warnings.addAll(XcapClientKeys.warnings(xcap, values));
        warnings.addAll(ServerKeys.checkAddresses(values));
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

    public ServerSettings server() {
        return server;
    }

    /** The number of lanes, at least 1. */
    public int lanes() {
        return ServerKeys.lanes(values);
    }

    public SipSettings sip() {
        return sip;
    }

    public PublicationSettings publication() {
        return publication;
    }

    public SubscriptionSettings subscription() {
        return subscription;
    }

    /** Whether code in the same process may subscribe without SIP. */
    public boolean acceptInternalSubscriptions() {
        return values.on("accept_internal_subscriptions");
    }

    public NotificationSettings notification() {
        return notification;
    }

    public RegistrationSettings registration() {
        return registration;
    }

    /** Bounds on the number of each kind of object. */
    public BoundsSettings bounds() {
        return BoundsKeys.read(values);
    }

    /** SIP over TLS and WebSocket. */
    public TlsSettings tls() {
        return tls;
    }

    public TcpSettings tcp() {
        return TcpKeys.read(values);
    }

    public StorageSettings storage() {
        return storage;
    }

    /** The Kamailio database to import from at the start; its tables are not renamed. */
    public Optional<StorageSettings> kamailio() {
        return kamailio;
    }

    public MaintenanceSettings maintenance() {
        return MaintenanceKeys.read(values);
    }

    /** The lease that decides which server may write to the database. */
    public LeaseSettings lease() {
        return MaintenanceKeys.readLease(values);
    }

    public WatcherInfoSettings watcherInfo() {
        return WinfoKeys.read(values);
    }

    /** The configured bearer token of REST; empty if it is to be generated. */
    public Optional<String> adminToken() {
        return values.optional("admin_token");
    }

    public AuditSettings audit() {
        return audit;
    }

    /** Whether only reverse proxies connect over HTTP, so that they say who their clients are. */
    public boolean httpProxied() {
        return values.on("http_proxied");
    }

    /** Number of failed authentications that a source may have at the same time; 0 for no limit. */
    public int maxAuthFailures() {
        return values.number("max_auth_failures");
    }

    /** Digest authentication over HTTP. */
    public DigestSettings digest() {
        return SecurityKeys.readDigest(values);
    }

    /** The accounts of SIP users: where they are and how many stay in memory. */
    public AccountSettings accounts() {
        return accounts;
    }

    /** Digest authentication of SIP users; empty if they need not authenticate. */
    public Optional<DigestSettings> sipDigest() {
        return values.text("authentication").equals("digest")
                ? Optional.of(SecurityKeys.readSipDigest(values))
                : Optional.empty();
    }

    /** The peers that may register for other users. */
    public Networks trustedPeers() {
        return trustedPeers;
    }

    public XcapSettings xcap() {
        return xcap;
    }

    public XcapServerSettings xcapServer() {
        return XcapServerKeys.read(values);
    }

    public ClientSubscriptionSettings clientSubscriptions() {
        return clientSubscriptions;
    }

    /** The credentials by which this server answers challenges of other servers, in the order of their file. */
    public List<OutboundCredentials> outboundCredentials() {
        return outboundCredentials;
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
            values.ofDomains(key.name())
                    .forEach((domain, own) -> effective.put(new DomainKey(key.name(), domain).name(), own));
        }
        effective.put("data", server.data().toAbsolutePath().normalize().toString());
        effective.put("lanes", Integer.toString(lanes()));
        effective.put("use_db", storage.useDb() ? "1" : "0");
        effective.put("db_url", DatabaseUrl.masked(values.text("db_url")));
        effective.put(
                "max_publish_expiration", Integer.toString(publication.expires().max()));
        effective.put(
                "max_subscription_expiration",
                Integer.toString(subscription.expires().max()));
        effective.put("auth", subscription.auth().name().toLowerCase(Locale.ROOT));
        effective.put("timeout_rm_subs", notification.timeoutEndsSubscription() ? "1" : "0");
        effective.put("ignore_408_on_notify", notification.timeoutEndsSubscription() ? "0" : "1");
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
