package org.sippresence.persistence;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.hibernate.StatelessSession;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.sippresence.account.AccountStore;
import org.sippresence.attributes.UserAttributes;
import org.sippresence.engine.CircuitBreaker;
import org.sippresence.engine.Ownership;
import org.sippresence.model.Aor;
import org.sippresence.model.DialogId;
import org.sippresence.presentity.LaggingWatchers;
import org.sippresence.presentity.PresentityStore;
import org.sippresence.presentity.ReportStore;
import org.sippresence.presentity.StoredDocument;
import org.sippresence.presentity.StoredPresentity;
import org.sippresence.presentity.StoredPresentity.Watched;
import org.sippresence.presentity.Write;
import org.sippresence.publication.Publication;
import org.sippresence.registration.Binding;
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

    private static final StoredPresentity NOTHING = new StoredPresentity(List.of(), List.of());

    private final Database database;
    private final Clock clock;
    private final DatabaseAccess access;
    private final Transactions transactions;
    private final PresentityScan scans;
    private final ReadWriteLock sweeping = new ReentrantReadWriteLock();

    private JpaPresentityStore(Database database, Clock clock, DatabaseAccess access) {
        this.database = database;
        this.clock = clock;
        this.access = access;
        this.transactions = new Transactions(database.sessions(), access);
        this.scans = new PresentityScan(transactions);
    }

    /**
     * Connects, migrates the schema to the newest version and opens the store; fails within about ten seconds.
     *
     * @param clock gives the time at which a decision about a watcher was first stored
     * @throws StorageUnavailableException if the database cannot be opened or its schema cannot be created
     */
    public static JpaPresentityStore open(StorageSettings settings, Clock clock) {
        return open(settings, LeaseSettings.defaults(), clock);
    }

    /**
     * As {@link #open(StorageSettings, Clock)}.
     *
     * @param lease how long the database belongs to this process without a heartbeat
     * @throws StorageUnavailableException also if the database belongs to another process
     */
    public static JpaPresentityStore open(StorageSettings settings, LeaseSettings lease, Clock clock) {
        Objects.requireNonNull(clock, "clock");
        Database database = Database.open(settings, DatabaseAccess.toMigrate(settings.jdbcUrl(), lease));
        boolean open = false;
        try {
            JpaPresentityStore store = new JpaPresentityStore(
                    database, clock, DatabaseAccess.to(database.connections(), settings.jdbcUrl(), lease));
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
        return Optional.of(publishedTables());
    }

    /** The SIP accounts in the same database; closed with this store. */
    public AccountStore subscribers() {
        return new JpaAccountStore(transactions);
    }

    /** The user attributes in the same database; closed with this store. */
    public UserAttributes userAttributes() {
        return new JpaUserAttributes(transactions);
    }

    JpaReportStore publishedTables() {
        return new JpaReportStore(transactions);
    }

    /** For tests that count statements and inspect the mapping. */
    SessionFactoryImplementor sessions() {
        return database.sessions().unwrap(SessionFactoryImplementor.class);
    }

    @Override
    public Optional<StoredPresentity> load(Aor presentity) {
        String presId = DerivedKeys.presentity(presentity);
        return transactions.run(session -> {
            List<Publication> publications = session
                    .createNamedSelectionQuery(PublicationEntity.OF_PRESENTITY, PublicationEntity.class)
                    .setParameter("presId", presId)
                    .list()
                    .stream()
                    .map(row -> row.toDomain(presentity))
                    .toList();
            List<Watched> subscriptions = session
                    .createNamedSelectionQuery(ActiveWatcherEntity.OF_PRESENTITY, ActiveWatcherEntity.class)
                    .setParameter("presId", presId)
                    .list()
                    .stream()
                    .map(ActiveWatcherEntity::toDomain)
                    .toList();
            List<Binding> bindings = session
                    .createNamedSelectionQuery(LocationEntity.OF_PRESENTITY, LocationEntity.class)
                    .setParameter("presId", presId)
                    .list()
                    .stream()
                    .map(row -> row.toDomain(presentity))
                    .toList();
            StoredPresentity snapshot = new StoredPresentity(publications, subscriptions, bindings);
            boolean known = !snapshot.equals(NOTHING) || isSaved(session, presId);
            return known ? Optional.of(snapshot) : Optional.empty();
        });
    }

    private static boolean isSaved(StatelessSession session, String presId) {
        return session.createNamedSelectionQuery(PresentityEntity.EXISTS, Long.class)
                        .setParameter("presId", presId)
                        .getSingleResult()
                > 0;
    }

    @Override
    public void write(List<Write> writes) {
        if (writes.isEmpty()) {
            return;
        }
        Batch batch = Batch.of(writes, clock.instant());
        sweeping.readLock().lock();
        try {
            transactions.write(session -> {
                batch.writeTo(session);
                return writes.size();
            });
        } finally {
            sweeping.readLock().unlock();
        }
    }

    @Override
    public Optional<Aor> locate(DialogId dialog) {
        return transactions.run(
                session -> session.createNamedSelectionQuery(ActiveWatcherEntity.IN_DIALOG, String.class)
                        .setParameter("callId", dialog.callId())
                        .setParameter("toTag", dialog.localTag())
                        .setParameter("fromTag", dialog.remoteTag())
                        .uniqueResultOptional()
                        .map(Aor::new));
    }

    @Override
    public Optional<DialogLocation> locate(String subscriptionId) {
        return transactions.run(session -> session.createNamedSelectionQuery(
                        ActiveWatcherEntity.WITH_ID, Object[].class)
                .setParameter("id", subscriptionId)
                .uniqueResultOptional()
                .map(row -> new DialogLocation(
                        new Aor((String) row[0]), new DialogId((String) row[1], (String) row[2], (String) row[3]))));
    }

    @Override
    public Cleaned clean(Instant now) {
        return new ExpiredRows(transactions, sweeping.writeLock()).before(now);
    }

    @Override
    public void deadlines(BiConsumer<Aor, Instant> each) {
        scans.deadlines(each);
    }

    @Override
    public void loadAll(int limit, BiConsumer<Aor, StoredPresentity> each) {
        scans.snapshots(limit, each);
    }

    @Override
    public void forEach(Consumer<Aor> each) {
        scans.presentities(each);
    }

    @Override
    public Counts count() {
        return transactions.run(session -> new Counts(
                count(session, PresentityEntity.COUNT),
                count(session, PublicationEntity.COUNT),
                count(session, ActiveWatcherEntity.COUNT),
                count(session, LocationEntity.COUNT)));
    }

    @Override
    public long countOnlyWatched() {
        return transactions.run(session -> count(session, PresentityEntity.ONLY_WATCHED));
    }

    private static long count(StatelessSession session, String query) {
        return session.createNamedSelectionQuery(query, Long.class).getSingleResult();
    }

    @Override
    public List<Aor> presentities(Listing listing) {
        return transactions.run(session -> session
                .createNamedSelectionQuery(PresentityEntity.LISTING, String.class)
                .setParameter("contains", listing.contains())
                .setParameter("after", listing.after())
                .setMaxResults(listing.limit())
                .list()
                .stream()
                .map(Aor::new)
                .toList());
    }

    @Override
    public List<StoredDocument> documents(Aor owner) {
        return transactions.run(session -> session
                .createNamedSelectionQuery(XcapEntity.OF_OWNER, XcapEntity.class)
                .setParameter("xui", XcapEntity.xui(owner))
                .list()
                .stream()
                .map(XcapEntity::toDomain)
                .toList());
    }

    @Override
    public LaggingWatchers lagging() {
        return transactions.run(LaggingRows::find);
    }

    @Override
    public boolean hasDocuments() {
        return transactions.run(session -> !session.createSelectionQuery("select 1 from Xcap", Integer.class)
                .setMaxResults(1)
                .list()
                .isEmpty());
    }

    @Override
    public List<OfflineWatcher> offlineWatchers(Aor presentity) {
        return transactions.run(session -> session
                .createNamedSelectionQuery(OfflineWinfoEntity.OF_PRESENTITY, OfflineWinfoEntity.class)
                .setParameter("uid", presentity.uri())
                .list()
                .stream()
                .map(OfflineWinfoEntity::toDomain)
                .toList());
    }

    @Override
    public int cleanOfflineWatchers(Instant now) {
        return transactions.write(session -> session.createNamedMutationQuery(OfflineWinfoEntity.SWEEP)
                .setParameter("now", ColumnValues.millis(now))
                .executeUpdate());
    }

    @Override
    public void ping() {
        transactions.run(
                session -> session.createNativeQuery("select 1", Integer.class).getSingleResult());
    }

    @Override
    public void close() {
        access.close();
        database.close();
    }
}
