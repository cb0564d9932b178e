package org.sippresence.maintenance;

import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.sippresence.engine.DaemonThreads;
import org.sippresence.notification.Notifier;
import org.sippresence.presentity.Presentities;
import org.sippresence.presentity.PresentityStore.Cleaned;
import org.sippresence.presentity.PresentityTransaction;
import org.sippresence.publication.Publication;
import org.sippresence.publication.Publications;
import org.sippresence.registration.Registrations;
import org.sippresence.settings.MaintenanceSettings;
import org.sippresence.settings.WatcherInfoSettings.Offline;
import org.sippresence.subscription.Subscription;
import org.sippresence.subscription.Subscriptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends expired publications, contacts and subscriptions. Deadlines wake each presentity on time; the sweep of the database
 * ({@code clean_period}) only removes rows that no lane has loaded.
 */
public final class Sweeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);

    /** Rows that expired within this time are left to their lane. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final Presentities presentities;
    private final Publications publications;
    private final Subscriptions subscriptions;
    private final Registrations registrations;
    private final Notifier notifier;
    private final Clock clock;
    private volatile Runnable onSwept = () -> {};
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.single("maintenance"));

    public Sweeper(
            Presentities presentities,
            Publications publications,
            Subscriptions subscriptions,
            Registrations registrations,
            Notifier notifier,
            Clock clock) {
        this.presentities = Objects.requireNonNull(presentities, "presentities");
        this.publications = Objects.requireNonNull(publications, "publications");
        this.subscriptions = Objects.requireNonNull(subscriptions, "subscriptions");
        this.registrations = Objects.requireNonNull(registrations, "registrations");
        this.notifier = Objects.requireNonNull(notifier, "notifier");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * Sets the task that follows each sweep, on the same thread; it may throw on a database failure. Must be set before
     * {@link #start}.
     */
    public void onSwept(Runnable listener) {
        this.onSwept = listener;
    }

    /** Starts the periodic sweeps. */
    public void start(MaintenanceSettings settings, Offline offline) {
        settings.cleanPeriod().ifPresent(period -> every(period, this::sweepQuietly));
        if (offline.used()) {
            offline.cleanPeriod().ifPresent(period -> every(period, this::sweepOfflineWatchers));
        }
    }

    private void sweepOfflineWatchers() {
        try {
            int removed = presentities.store().cleanOfflineWatchers(clock.instant());
            LOG.debug("swept {} offline watchers", removed);
        } catch (UncheckedIOException e) {
            LOG.warn("old offline watchers could not be removed, trying again later: {}", e.getMessage());
        }
    }

    private void every(Duration period, Runnable task) {
        ScheduledFuture<?> unused =
                timer.scheduleWithFixedDelay(task, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Ends what has expired and notifies the watchers. Called in the lane when something of the presentity may have expired. */
    public void expire(PresentityTransaction transaction) {
        List<Publication> over = transaction.allPublications().stream()
                .filter(each -> !each.expires().isAfter(transaction.now()))
                .toList();
        publications.expire(transaction.publications(), over, transaction.now());
        registrations.expire(
                transaction.registrations(), transaction.now()); // the watchers are notified after the commit
        List<Subscription> ended = subscriptions.expire(transaction.subscriptions(), transaction.now());
        transaction.onCommit(later -> {
            notifier.reauthorizeIfStale(later); // a validity period of a rule may have begun or ended
            over.stream().map(Publication::event).distinct().forEach(event -> notifier.notifyWatchers(later, event));
            ended.forEach(each -> notifier.notifyImmediately(later, each));
        });
    }

    /** Notifies all watchers. Called in the lane when a presentity was reloaded because a write was lost. */
    public void reread(PresentityTransaction transaction) {
        transaction.subscriptions().subscriptions().stream()
                .map(each -> each.event().name())
                .distinct()
                .toList()
                .forEach(event -> notifier.notifyWatchers(transaction, event));
    }

    /**
     * Removes rows that expired before the grace period. Blocking.
     *
     * @throws UncheckedIOException if the database fails
     */
    public Cleaned sweep() {
        Cleaned cleaned = presentities.store().clean(clock.instant().minus(GRACE));
        onSwept.run();
        return cleaned;
    }

    private void sweepQuietly() {
        try {
            Cleaned cleaned = sweep();
            LOG.debug("swept {}", cleaned);
        } catch (UncheckedIOException e) {
            LOG.warn("expired rows could not be removed, trying again later: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        timer.shutdown();
    }
}
