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
 * The stored watchers of presentities that were offline: when one is stored, to whom it is told, and when it is forgotten. All
 * methods are called in the presentity's lane.
 */
public final class OfflineWatchers {

    private static final Logger LOG = LoggerFactory.getLogger(OfflineWatchers.class);

    /** More of one presentity are not stored. */
    static final int MOST = 1_000;

    private static final int DUMPS = 10_000;
    private static final Duration DUMP_TAKES = Duration.ofMinutes(5);

    private final Offline settings;
    private final Predicate<PresentityTransaction> online;

    /** Subscriptions to watcher information whose next whole document is to name those who are stored. */
    private final Cache<String, Boolean> dumps = Caffeine.newBuilder()
            .maximumSize(DUMPS)
            .expireAfterWrite(DUMP_TAKES)
            .executor(Runnable::run)
            .build();

    /**
     * As set.
     *
     * @param online whether the presentity of a turn can be reached now
     */
    public OfflineWatchers(Offline settings, Predicate<PresentityTransaction> online) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.online = Objects.requireNonNull(online, "online");
    }

    /** Whether anybody is stored. */
    public boolean isUsed() {
        return settings.used();
    }

    /**
     * Somebody has subscribed outside a dialog: a pending watcher of an offline presentity's presence is stored, in the same
     * turn. The conditions are those of the script in SER's manual.
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
     * Stores a watcher, or stores it anew.
     *
     * @return false if so many are stored that there is no room for another one
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
        Instant since = transaction.now().truncatedTo(ChronoUnit.MILLIS); // as it is read back
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

    /** The next whole document for a subscription to watcher information is to name those who are stored. */
    void dumpTo(Subscription winfo) {
        dumps.put(winfo.id(), true);
    }

    /**
     * Whom a whole document of watcher information names beside those who are subscribed now.
     *
     * @param watched the event package whose watchers the document names
     */
    public List<OfflineWatcher> toTell(PresentityTransaction transaction, Subscription winfo, EventName watched) {
        boolean due = settings.used() && (settings.automatic() || dumps.getIfPresent(winfo.id()) != null);
        return due ? stored(transaction, watched) : List.of();
    }

    /**
     * What follows when the presentity has got the document: those whom it named are forgotten. That somebody else has got it
     * changes nothing.
     */
    public Consumer<PresentityTransaction> whenTold(
            PresentityTransaction transaction, Subscription winfo, EventName watched) {
        List<OfflineWatcher> told = toTell(transaction, winfo, watched);
        if (told.isEmpty() || !winfo.watcher().aor().equals(transaction.presentity())) {
            return later -> {};
        }
        return later -> {
            dumps.invalidate(winfo.id());
            stored(later, watched).stream().filter(told::contains).forEach(later.offlineWatchers()::remove);
        };
    }

    /** Subscriptions to watcher information that can be told now. */
    static List<Subscription> told(PresentityTransaction transaction, EventName watched) {
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
