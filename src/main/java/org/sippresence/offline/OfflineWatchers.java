package org.sippresence.offline;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.sippresence.model.Aor;
import org.sippresence.model.EventName;
import org.sippresence.presentity.PresentityTransaction;
import org.sippresence.settings.WatcherInfoSettings.Offline;
import org.sippresence.subscription.OfflineWatcher;
import org.sippresence.subscription.Subscription;
import org.sippresence.subscription.SubscriptionState.Active;
import org.sippresence.subscription.SubscriptionState.Pending;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Manages the offline watchers: when a record is stored, who is notified of it, and when it is removed. All methods are called in
 * the presentity's lane.
 */
public final class OfflineWatchers {

    private static final Logger LOG = LoggerFactory.getLogger(OfflineWatchers.class);

    /** Maximum number of stored records per presentity. */
    static final int MOST = 1_000;

    private static final int DUMPS = 10_000;
    private static final Duration DUMP_TAKES = Duration.ofMinutes(5);

    private final Offline settings;
    private final Predicate<PresentityTransaction> online;

    /** Ids of watcher information subscriptions whose next full document must include the stored records. */
    private final Cache<String, Boolean> dumps = Caffeine.newBuilder()
            .maximumSize(DUMPS)
            .expireAfterWrite(DUMP_TAKES)
            .executor(Runnable::run)
            .build();

    /**
     * Creates the component with these settings.
     *
     * @param online whether the presentity of a transaction is reachable now
     */
    public OfflineWatchers(Offline settings, Predicate<PresentityTransaction> online) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.online = Objects.requireNonNull(online, "online");
    }

    /** Returns whether offline watchers are stored at all. */
    public boolean isUsed() {
        return settings.used();
    }

    /**
     * Handles a SUBSCRIBE outside a dialog: stores a pending watcher of an offline presentity's presence, in the same
     * transaction. The conditions are those of the script in SER's manual.
     */
    public void subscribed(PresentityTransaction transaction, Subscription subscription) {
        if (settings.used()
                && settings.automatic()
                && subscription.state() instanceof Pending
                && subscription.event().name().equals(EventName.PRESENCE)
                && !online.test(transaction)) {
            store(transaction, subscription.watcher().aor(), EventName.PRESENCE);
        }
    }

    /**
     * Stores a record, or renews it.
     *
     * @return false if the maximum number is reached and a new record cannot be stored
     */
    boolean store(PresentityTransaction transaction, Aor watcher, EventName event) {
        List<OfflineWatcher> stored = transaction.offlineWatchers().list();
        boolean known = stored.stream()
                .anyMatch(each -> each.watcher().equals(watcher) && each.event().equals(event));
        if (!known && stored.size() >= MOST) {
            LOG.warn(
                    "presentity={} watcher={} outcome=not stored, as there are {}",
                    transaction.presentity(),
                    watcher,
                    MOST);
            return false;
        }
        Instant since = transaction.now().truncatedTo(ChronoUnit.MILLIS); // the precision of the stored value
        transaction
                .offlineWatchers()
                .save(new OfflineWatcher(
                        transaction.presentity(),
                        transaction.pdomain(),
                        watcher,
                        event,
                        since,
                        since.plus(settings.lifetime())));
        return true;
    }

    /** Includes the stored records in the next full document of a watcher information subscription. */
    void dumpTo(Subscription winfo) {
        dumps.put(winfo.id(), true);
    }

    /**
     * Returns the stored records that a full watcher information document includes in addition to the current subscriptions.
     *
     * @param watched the event package whose watchers the document contains
     */
    public List<OfflineWatcher> toReport(PresentityTransaction transaction, Subscription winfo, EventName watched) {
        boolean due = settings.used() && (settings.automatic() || dumps.getIfPresent(winfo.id()) != null);
        return due ? stored(transaction, watched) : List.of();
    }

    /**
     * Returns the action to run after the document is delivered: it removes the included records. It does nothing if the watcher
     * is not the presentity itself.
     */
    public Consumer<PresentityTransaction> whenReported(
            PresentityTransaction transaction, Subscription winfo, EventName watched) {
        List<OfflineWatcher> reported = toReport(transaction, winfo, watched);
        if (reported.isEmpty() || !winfo.watcher().aor().equals(transaction.presentity())) {
            return later -> {};
        }
        return later -> {
            dumps.invalidate(winfo.id());
            stored(later, watched).stream().filter(reported::contains).forEach(later.offlineWatchers()::remove);
        };
    }

    /** Returns the watcher information subscriptions that can be notified now. */
    static List<Subscription> subscriptions(PresentityTransaction transaction, EventName watched) {
        return transaction.subscriptions().subscriptions(watched.ofWatchers()).stream()
                .filter(each -> each.state() instanceof Active)
                .toList();
    }

    private static List<OfflineWatcher> stored(PresentityTransaction transaction, EventName watched) {
        return transaction.offlineWatchers().list().stream()
                .filter(each -> each.event().equals(watched))
                .toList();
    }
}
