package org.sippresence.persistence;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.sippresence.access.AccessTokenStore;
import org.sippresence.account.AccountStore;
import org.sippresence.attributes.UserAttributes;
import org.sippresence.engine.CircuitBreaker;
import org.sippresence.engine.Ownership;
import org.sippresence.model.Aor;
import org.sippresence.model.DialogId;
import org.sippresence.presentity.Countable;
import org.sippresence.presentity.LaggingWatchers;
import org.sippresence.presentity.PresentityStore;
import org.sippresence.presentity.ReportStore;
import org.sippresence.presentity.StoredDocument;
import org.sippresence.presentity.StoredPresentity;
import org.sippresence.presentity.Write;
import org.sippresence.settings.LeaseSettings;
import org.sippresence.settings.StorageSettings;
import org.sippresence.subscription.OfflineWatcher;

/**
 * Presentities in H2, MySQL or MariaDB. A group of writes is one transaction of a few JDBC batches. The rows of each
 * table are written by the entity's insert, which is an upsert ({@link Upserts}).
 *
 * <p>Times are stored to the millisecond. Only one process may write to the database: the holder of the {@link Lease}.
 */
public final class JpaPresentityStore implements PresentityStore {

    private static final StoredPresentity NOTHING = new StoredPresentity(List.of(), List.of(), List.of());

    final Database database;
    private final Clock clock;
    private final DatabaseAccess access;
    private final Transactions transactions;
    private final PresentityScan scans;
    private final ReadWriteLock sweeping = new ReentrantReadWriteLock();

    private JpaPresentityStore(Database database, Clock clock, DatabaseAccess access) {
        this.database = database;
        this.clock = clock;
        this.access = access;
        this.transactions = new Transactions(database.sessions(), Transactions.PATIENCE, access);
        this.scans = new PresentityScan(transactions);
    }

    /**
     * Connects, migrates the schema to the newest version and opens the store; fails within about ten seconds.
     *
     * @param lease how long the database belongs to this process without a heartbeat
     * @param clock gives the time at which a decision about a watcher was first stored
     * @throws StorageUnavailableException if the database cannot be opened, its schema cannot be created, or it belongs
     *     to another process
     */
    public static JpaPresentityStore open(StorageSettings settings, LeaseSettings lease, Clock clock) {
        Objects.requireNonNull(clock, "clock");
        Database database = Database.open(settings, DatabaseAccess.migrationPermission(settings.jdbcUrl(), lease));
        boolean open = false;
        try {
            JpaPresentityStore store = new JpaPresentityStore(
                    database, clock, DatabaseAccess.acquire(database.connections(), settings.jdbcUrl(), lease));
            open = true;
            return store;
        } finally {
            if (!open) {
                database.close();
            }
        }
    }

    /** Whether the database still belongs to this process. */
    public Ownership ownership() {
        return access.ownership();
    }

    /** The circuit breaker; open while the database is unreachable. */
    public CircuitBreaker breaker() {
        return access.breaker();
    }

    @Override
    public Optional<ReportStore> publishedRows() {
        return Optional.of(new JpaReportStore(transactions));
    }

    /** The SIP accounts in the same database; closed with this store. */
    public AccountStore accounts() {
        return new JpaAccountStore(transactions);
    }

    /** The user attributes in the same database; closed with this store. */
    public UserAttributes userAttributes() {
        return new JpaUserAttributes(transactions);
    }

    /** The access tokens in the same database; closed with this store. */
    public AccessTokenStore accessTokens() {
        return new JpaAccessTokenStore(transactions);
    }

    @Override
    public Optional<StoredPresentity> load(Aor presentity) {
        String presId = DerivedKeys.presentity(presentity);
        return transactions.read(manager -> {
            StoredPresentity stored = new StoredPresentity(
                    find(
                            manager.createNamedQuery(PublicationEntity.OF_PRESENTITY, PublicationEntity.class)
                                    .setParameter("presId", presId),
                            row -> row.toDomain(presentity)),
                    find(
                            manager.createNamedQuery(ActiveWatcherEntity.OF_PRESENTITY, ActiveWatcherEntity.class)
                                    .setParameter("presId", presId),
                            ActiveWatcherEntity::toDomain),
                    find(
                            manager.createNamedQuery(LocationEntity.OF_PRESENTITY, LocationEntity.class)
                                    .setParameter("presId", presId),
                            row -> row.toDomain(presentity)));
            boolean known = !stored.equals(NOTHING) || manager.find(PresentityEntity.class, presId) != null;
            return known ? Optional.of(stored) : Optional.empty();
        });
    }

    private static <E, T> List<T> find(TypedQuery<E> query, Function<E, T> toDomain) {
        return query.getResultList().stream().map(toDomain).toList();
    }

    @Override
    public void write(List<Write> writes) {
        if (writes.isEmpty()) {
            return;
        }
        Batch batch = Batch.of(writes, clock.instant());
        sweeping.readLock().lock();
        try {
            transactions.write(batch::writeTo);
        } finally {
            sweeping.readLock().unlock();
        }
    }

    @Override
    public Optional<Aor> locate(DialogId dialog) {
        return transactions
                .read(manager -> find(
                        manager.createNamedQuery(ActiveWatcherEntity.IN_DIALOG, String.class)
                                .setParameter("callId", dialog.callId())
                                .setParameter("toTag", dialog.localTag())
                                .setParameter("fromTag", dialog.remoteTag()),
                        Aor::new))
                .stream()
                .findFirst();
    }

    @Override
    public Optional<Aor> locate(String subscriptionId) {
        return transactions.read(manager -> Optional.ofNullable(manager.find(ActiveWatcherEntity.class, subscriptionId))
                .map(found -> new Aor(found.presentityUri())));
    }

    @Override
    public Cleaned clean(Instant now) {
        return new ExpiredRows(transactions, sweeping.writeLock()).removeBefore(now);
    }

    @Override
    public void deadlines(BiConsumer<Aor, Instant> each) {
        scans.deadlines(each);
    }

    @Override
    public void loadAll(int limit, BiConsumer<Aor, StoredPresentity> each) {
        scans.loadAll(limit, each);
    }

    @Override
    public void forEach(Consumer<Aor> each) {
        scans.forEach(each);
    }

    @Override
    public Counts count() {
        return transactions.read(manager -> new Counts(
                count(manager, PresentityEntity.COUNT),
                count(manager, PublicationEntity.COUNT),
                count(manager, ActiveWatcherEntity.COUNT),
                count(manager, LocationEntity.COUNT)));
    }

    @Override
    public long count(Countable what) {
        String query = switch (what) {
            case ONLY_WATCHED -> PresentityEntity.ONLY_WATCHED;
            case PUBLICATIONS -> PublicationEntity.COUNT;
            case SUBSCRIPTIONS -> ActiveWatcherEntity.COUNT;
        };
        return transactions.read(manager -> count(manager, query));
    }

    @Override
    public Map<String, Long> countByDomain(Countable what) {
        String query = switch (what) {
            case ONLY_WATCHED -> PresentityEntity.ONLY_WATCHED_BY_DOMAIN;
            case PUBLICATIONS -> PresentityEntity.PUBLICATIONS_BY_DOMAIN;
            case SUBSCRIPTIONS -> PresentityEntity.SUBSCRIPTIONS_BY_DOMAIN;
        };
        return transactions.read(manager -> manager.createNamedQuery(query, Object[].class).getResultList().stream()
                .collect(Collectors.toMap(row -> domainOf((String) row[0]), row -> (Long) row[1], Long::sum)));
    }

    /** The domain of a host, or of a URI without user part. */
    private static String domainOf(String text) {
        boolean isUri = text.indexOf(':') >= 0 && !text.startsWith("["); // an IPv6 address has brackets
        return isUri ? new Aor(text).domain() : text;
    }

    private static long count(EntityManager manager, String query) {
        return manager.createNamedQuery(query, Long.class).getSingleResult();
    }

    @Override
    public List<Aor> presentities(Listing listing) {
        return transactions.read(manager -> find(
                manager.createNamedQuery(PresentityEntity.LISTING, String.class)
                        .setParameter("contains", listing.contains())
                        .setParameter("after", listing.after())
                        .setParameter(
                                "ofUser", listing.domain().map("@"::concat).orElse(""))
                        .setParameter(
                                "ofHost", listing.domain().map(":"::concat).orElse(""))
                        .setParameter(
                                "length", listing.domain().map(String::length).orElse(0) + 1)
                        .setMaxResults(listing.limit()),
                Aor::new));
    }

    @Override
    public List<StoredDocument> documents(Aor owner) {
        return transactions.read(manager -> find(
                manager.createNamedQuery(XcapEntity.OF_OWNER, XcapEntity.class)
                        .setParameter("xui", XcapEntity.xui(owner)),
                XcapEntity::toDomain));
    }

    @Override
    public LaggingWatchers lagging() {
        return transactions.read(LaggingRows::find);
    }

    @Override
    public boolean hasDocuments() {
        return transactions.read(manager -> !manager.createNamedQuery(XcapEntity.KEYS, String.class)
                .setMaxResults(1)
                .getResultList()
                .isEmpty());
    }

    @Override
    public List<OfflineWatcher> offlineWatchers(Aor presentity) {
        return transactions.read(manager -> find(
                manager.createNamedQuery(OfflineWinfoEntity.OF_PRESENTITY, OfflineWinfoEntity.class)
                        .setParameter("uid", presentity.uri()),
                OfflineWinfoEntity::toDomain));
    }

    @Override
    public int cleanOfflineWatchers(Instant now) {
        return transactions.change(manager -> manager.createNamedQuery(OfflineWinfoEntity.SWEEP)
                .setParameter("now", ColumnValues.millis(now))
                .executeUpdate());
    }

    @Override
    public void ping() {
        Object unused = transactions.read(
                manager -> manager.createNativeQuery("select 1").getSingleResult());
    }

    @Override
    public void close() {
        access.close();
        database.close();
    }
}
