package org.sippresence.presentity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sippresence.engine.OutageException;
import org.sippresence.model.Aor;
import org.sippresence.model.DialogId;
import org.sippresence.presentity.StoredPresentity.Watched;
import org.sippresence.presentity.Write.RemovePublication;
import org.sippresence.presentity.Write.RemoveSubscription;
import org.sippresence.presentity.Write.SaveDecision;
import org.sippresence.presentity.Write.SavePresentity;
import org.sippresence.presentity.Write.SavePublication;
import org.sippresence.presentity.Write.SaveSubscription;
import org.sippresence.publication.Publication;
import org.sippresence.registration.Binding;
import org.sippresence.subscription.OfflineWatcher;
import org.sippresence.subscription.Subscription;
import org.sippresence.subscription.SubscriptionState;

/** A store for tests: keeps everything in memory, and fails or waits on demand. */
public final class InMemoryPresentityStore implements PresentityStore {

    private final TreeSet<Aor> presentities = new TreeSet<>();
    private final Map<String, SavePublication> publications = new LinkedHashMap<>();
    private final Map<String, SaveSubscription> subscriptions = new LinkedHashMap<>();
    private final Map<String, Write.SaveBinding> bindings = new LinkedHashMap<>();
    private final Map<Aor, Write.SaveChange> changes = new HashMap<>();
    private final Map<String, Long> marks = new HashMap<>();
    private final List<Subscription> decisions = new ArrayList<>();
    private final Map<DocumentKey, StoredDocument> documents = new LinkedHashMap<>();
    private final Map<String, OfflineWatcher> offlineWatchers = new LinkedHashMap<>();
    private final AtomicInteger failures = new AtomicInteger();
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile Optional<RuntimeException> failure = Optional.empty();
    private volatile boolean failingReads;
    private volatile String refused = "";
    private volatile int failuresInAHundred;
    private Random random = new Random(0);

    /** The next writes fail as if the database did. */
    public void failNext(int writes) {
        failures.set(writes);
    }

    /** Everything fails, or nothing does. */
    public void failAll(boolean fail) {
        failure = fail ? Optional.of(new OutageException("the database is gone")) : Optional.empty();
    }

    /** Everything fails with this exception. */
    public void failWith(RuntimeException exception) {
        failure = Optional.of(exception);
    }

    /** Nothing is read any more, but it is written; or all is as before. */
    public void failReads(boolean fail) {
        failingReads = fail;
    }

    /** Writes of a publication with this id fail. */
    public void refuse(String publicationId) {
        refused = publicationId;
    }

    /** So many writes in a hundred fail, chosen by the seed. */
    public void failSometimes(int inAHundred, long seed) {
        random = new Random(seed);
        failuresInAHundred = inAHundred;
    }

    /** Writes wait until they are released. */
    public void holdWrites() {
        gate = new CountDownLatch(1);
    }

    public void releaseWrites() {
        gate.countDown();
    }

    private void checkReading() {
        if (failingReads) {
            throw new OutageException("nothing can be read");
        }
        check();
    }

    private void check() {
        failure.ifPresent(exception -> {
            throw exception;
        });
    }

    /** Decisions in the order in which they were written. */
    public synchronized List<Subscription> decisions() {
        return List.copyOf(decisions);
    }

    @Override
    public synchronized Optional<StoredPresentity> load(Aor presentity) {
        checkReading();
        return stored(presentity);
    }

    /** What is stored about a presentity, even while reads fail. */
    public synchronized Optional<StoredPresentity> stored(Aor presentity) {
        StoredPresentity snapshot = snapshot(presentity);
        boolean known = presentities.contains(presentity)
                || !snapshot.publications().isEmpty()
                || !snapshot.subscriptions().isEmpty()
                || !snapshot.bindings().isEmpty();
        return known ? Optional.of(snapshot) : Optional.empty();
    }

    private StoredPresentity snapshot(Aor presentity) {
        return new StoredPresentity(
                publications.values().stream()
                        .map(SavePublication::publication)
                        .filter(publication -> publication.presentity().equals(presentity))
                        .toList(),
                subscriptions.values().stream()
                        .filter(save -> save.subscription().presentity().equals(presentity))
                        .map(save -> new Watched(save.subscription(), save.reserved()))
                        .toList(),
                bindings.values().stream()
                        .map(Write.SaveBinding::binding)
                        .filter(binding -> binding.aor().equals(presentity))
                        .sorted(Comparator.comparing(Binding::since))
                        .toList());
    }

    @Override
    public void write(List<Write> writes) {
        try {
            if (!gate.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody released the writes");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        check();
        boolean unlucky = failuresInAHundred > 0 && random.nextInt(100) < failuresInAHundred;
        if (unlucky
                || failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0
                || writes.stream().anyMatch(this::isRefused)) {
            throw new UncheckedIOException(new IOException("told to fail"));
        }
        synchronized (this) {
            writes.forEach(this::write);
        }
    }

    private boolean isRefused(Write write) {
        return write instanceof SavePublication save && save.publication().id().equals(refused);
    }

    private void write(Write write) {
        if (write instanceof SavePresentity save) {
            presentities.add(save.presentity());
        } else if (write instanceof SavePublication save) {
            publications.put(save.publication().id(), save);
        } else if (write instanceof RemovePublication remove) {
            publications.remove(remove.publication().id());
        } else if (write instanceof SaveSubscription save) {
            subscriptions.put(save.subscription().id(), save);
        } else if (write instanceof RemoveSubscription remove) {
            subscriptions.remove(remove.subscription().id());
        } else if (write instanceof SaveDecision save) {
            decisions.add(save.subscription());
        } else if (write instanceof Write.SaveBinding save) {
            bindings.put(save.binding().id(), save);
        } else if (write instanceof Write.RemoveBinding remove) {
            bindings.remove(remove.binding().id());
        } else if (write instanceof Write.SaveChange save) {
            changes.put(save.presentity(), save);
        } else if (write instanceof Write.SaveMark save) {
            marks.put(save.id(), save.acknowledged());
        } else if (write instanceof Write.RemoveMark remove) {
            marks.remove(remove.id());
        } else if (write instanceof Write.SaveDocument save) {
            documents.put(save.document().key(), save.document());
        } else if (write instanceof Write.RemoveDocument remove) {
            documents.remove(remove.key());
        } else if (write instanceof Write.SaveOfflineWatcher save) {
            offlineWatchers.put(key(save.watcher()), save.watcher());
        } else if (write instanceof Write.RemoveOfflineWatcher remove) {
            offlineWatchers.remove(key(remove.watcher()));
        }
    }

    private static String key(OfflineWatcher watcher) {
        return watcher.presentity() + " " + watcher.watcher() + ' ' + watcher.event();
    }

    @Override
    public synchronized Optional<Aor> locate(DialogId dialog) {
        check();
        return subscriptions.values().stream()
                .map(SaveSubscription::subscription)
                .filter(subscription -> subscription.dialog().id().equals(dialog))
                .map(Subscription::presentity)
                .findFirst();
    }

    @Override
    public synchronized Optional<Aor> locate(String subscriptionId) {
        check();
        return Optional.ofNullable(subscriptions.get(subscriptionId))
                .map(save -> save.subscription().presentity());
    }

    @Override
    public synchronized Cleaned clean(Instant now) {
        check();
        int publicationsBefore = publications.size();
        int subscriptionsBefore = subscriptions.size();
        int bindingsBefore = bindings.size();
        int presentitiesBefore = presentities.size();
        subscriptions
                .values()
                .removeIf(save -> save.subscription().expires().isBefore(limit(save.subscription(), now)));
        publications
                .values()
                .removeIf(save -> save.publication().expires().isBefore(now)
                        && subscriptions.values().stream()
                                .noneMatch(each -> each.subscription()
                                        .presentity()
                                        .equals(save.publication().presentity())));
        bindings.values().removeIf(save -> save.binding().expires().isBefore(now.minus(Duration.ofDays(30))));
        presentities.removeIf(presentity -> expiries(presentity).findAny().isEmpty());
        return new Cleaned(
                publicationsBefore - publications.size(),
                subscriptionsBefore - subscriptions.size(),
                presentitiesBefore - presentities.size(),
                bindingsBefore - bindings.size());
    }

    private static Instant limit(Subscription subscription, Instant now) {
        return subscription.state() instanceof SubscriptionState.Pending ? now.minus(Duration.ofDays(30)) : now;
    }

    private Stream<Instant> expiries(Aor presentity) {
        StoredPresentity snapshot = snapshot(presentity);
        return Stream.of(
                        snapshot.publications().stream().map(Publication::expires),
                        snapshot.subscriptions().stream()
                                .map(watched -> watched.subscription().expires()),
                        snapshot.bindings().stream().map(Binding::expires))
                .flatMap(each -> each);
    }

    @Override
    public synchronized void deadlines(BiConsumer<Aor, Instant> each) {
        presentities.forEach(presentity ->
                expiries(presentity).min(Instant::compareTo).ifPresent(first -> each.accept(presentity, first)));
    }

    @Override
    public synchronized void loadAll(int limit, BiConsumer<Aor, StoredPresentity> each) {
        presentities.stream().limit(limit).forEach(presentity -> each.accept(presentity, snapshot(presentity)));
    }

    @Override
    public synchronized Counts count() {
        return new Counts(presentities.size(), publications.size(), subscriptions.size(), bindings.size());
    }

    @Override
    public synchronized long count(Countable what) {
        return countByDomain(what).values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public synchronized Map<String, Long> countByDomain(Countable what) {
        Stream<Aor> counted = switch (what) {
            case ONLY_WATCHED -> presentities.stream().filter(this::isOnlyWatched);
            case PUBLICATIONS ->
                publications.values().stream().map(each -> each.publication().presentity());
            case SUBSCRIPTIONS ->
                subscriptions.values().stream().map(each -> each.subscription().presentity());
        };
        return counted.collect(Collectors.groupingBy(Aor::domain, Collectors.counting()));
    }

    private boolean isOnlyWatched(Aor presentity) {
        StoredPresentity stored = snapshot(presentity);
        return !stored.subscriptions().isEmpty()
                && stored.publications().isEmpty()
                && stored.bindings().isEmpty();
    }

    @Override
    public synchronized List<Aor> presentities(Listing listing) {
        check();
        return presentities.stream()
                .filter(presentity -> presentity.uri().contains(listing.contains()) && listing.isOfDomain(presentity))
                .filter(presentity -> presentity.uri().compareTo(listing.after()) > 0)
                .limit(listing.limit())
                .toList();
    }

    @Override
    public synchronized void forEach(Consumer<Aor> each) {
        List.copyOf(presentities).forEach(each);
    }

    @Override
    public synchronized List<StoredDocument> documents(Aor owner) {
        checkReading();
        return documents.values().stream()
                .filter(document -> document.key().owner().equals(owner))
                .sorted(Comparator.comparing(
                                (StoredDocument document) -> document.key().auid())
                        .thenComparing(document -> document.key().path()))
                .toList();
    }

    @Override
    public synchronized LaggingWatchers lagging() {
        long mark = marks.getOrDefault(Acknowledgements.ALL, 0L);
        Set<String> listed = new HashSet<>(marks.keySet());
        listed.remove(Acknowledgements.ALL);
        Map<Aor, Long> changed = new HashMap<>();
        Map<Aor, Long> subscriptionsChanged = new HashMap<>();
        publications
                .values()
                .forEach(each -> changed.merge(each.publication().presentity(), each.changed(), Math::max));
        bindings.values().forEach(each -> changed.merge(each.binding().aor(), each.changed(), Math::max));
        changes.values().forEach(each -> {
            changed.merge(each.presentity(), each.changed(), Math::max);
            subscriptionsChanged.merge(each.presentity(), each.subscriptionsChanged(), Math::max);
        });
        Map<Aor, Set<String>> own = new HashMap<>();
        subscriptions.forEach((id, each) -> {
            subscriptionsChanged.merge(each.subscription().presentity(), each.demanded(), Math::max);
            if (each.demanded() > mark || listed.contains(id)) {
                own.computeIfAbsent(each.subscription().presentity(), first -> new HashSet<>())
                        .add(id);
            }
        });
        long highest = mark;
        for (Map<Aor, Long> each : List.of(changed, subscriptionsChanged)) {
            each.values().removeIf(number -> number <= mark);
            highest = each.values().stream().mapToLong(Long::longValue).reduce(highest, Math::max);
        }
        return new LaggingWatchers(mark, highest, listed, changed.keySet(), subscriptionsChanged.keySet(), own);
    }

    @Override
    public synchronized boolean hasDocuments() {
        check();
        return !documents.isEmpty();
    }

    @Override
    public synchronized List<OfflineWatcher> offlineWatchers(Aor presentity) {
        checkReading();
        return offlineWatchers.values().stream()
                .filter(each -> each.presentity().equals(presentity))
                .sorted(Comparator.comparing(OfflineWatcher::since).thenComparing(OfflineWatcher::watcher))
                .toList();
    }

    @Override
    public synchronized int cleanOfflineWatchers(Instant now) {
        check();
        int before = offlineWatchers.size();
        offlineWatchers.values().removeIf(each -> each.until().isBefore(now));
        return before - offlineWatchers.size();
    }

    @Override
    public void ping() {
        check();
    }

    @Override
    public void close() {
        // nothing to give back
    }
}
