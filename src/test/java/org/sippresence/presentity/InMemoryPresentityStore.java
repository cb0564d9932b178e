package org.sippresence.presentity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
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

/** A store for tests: keeps everything in memory until it is closed, and may be told to fail. */
public final class InMemoryPresentityStore implements PresentityStore {

    private final TreeSet<Aor> presentities = new TreeSet<>();
    private final Map<String, Publication> publications = new LinkedHashMap<>();
    private final Map<String, Watched> subscriptions = new LinkedHashMap<>();
    private final Map<String, Binding> bindings = new LinkedHashMap<>();
    private final List<Subscription> decisions = new ArrayList<>();
    private final Map<DocumentKey, StoredDocument> documents = new LinkedHashMap<>();
    private final Map<String, OfflineWatcher> offlineWatchers = new LinkedHashMap<>();
    private final LaggingInMemory lagging = new LaggingInMemory();
    private final AtomicInteger failures = new AtomicInteger();

    /** The next writes fail as if the database did. */
    public void failNext(int writes) {
        failures.set(writes);
    }

    /** Decisions in the order in which they were written. */
    public synchronized List<Subscription> decisions() {
        return List.copyOf(decisions);
    }

    @Override
    public synchronized Optional<StoredPresentity> load(Aor presentity) {
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
                        .filter(publication -> publication.presentity().equals(presentity))
                        .toList(),
                subscriptions.values().stream()
                        .filter(watched -> watched.subscription().presentity().equals(presentity))
                        .toList(),
                bindings.values().stream()
                        .filter(binding -> binding.aor().equals(presentity))
                        .sorted(Comparator.comparing(Binding::since))
                        .toList());
    }

    @Override
    public synchronized void write(List<Write> writes) {
        if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new UncheckedIOException(new IOException("told to fail"));
        }
        writes.forEach(this::write);
    }

    private void write(Write write) {
        lagging.note(write);
        if (write instanceof SavePresentity save) {
            presentities.add(save.presentity());
        } else if (write instanceof SavePublication save) {
            publications.put(save.publication().id(), save.publication());
        } else if (write instanceof RemovePublication remove) {
            publications.remove(remove.publication().id());
        } else if (write instanceof SaveSubscription save) {
            subscriptions.put(save.subscription().id(), new Watched(save.subscription(), save.reserved()));
        } else if (write instanceof RemoveSubscription remove) {
            subscriptions.remove(remove.subscription().id());
        } else if (write instanceof SaveDecision save) {
            decisions.add(save.subscription());
        } else if (write instanceof Write.SaveBinding save) {
            bindings.put(save.binding().id(), save.binding());
        } else if (write instanceof Write.RemoveBinding remove) {
            bindings.remove(remove.binding().id());
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
        return subscriptions.values().stream()
                .map(Watched::subscription)
                .filter(subscription -> subscription.dialog().id().equals(dialog))
                .map(Subscription::presentity)
                .findFirst();
    }

    @Override
    public synchronized Optional<DialogLocation> locate(String subscriptionId) {
        return Optional.ofNullable(subscriptions.get(subscriptionId))
                .map(Watched::subscription)
                .map(subscription -> new DialogLocation(
                        subscription.presentity(), subscription.dialog().id()));
    }

    @Override
    public synchronized Cleaned clean(Instant now) {
        int publicationsBefore = publications.size();
        int subscriptionsBefore = subscriptions.size();
        int bindingsBefore = bindings.size();
        int presentitiesBefore = presentities.size();
        subscriptions
                .values()
                .removeIf(watched -> watched.subscription().expires().isBefore(limit(watched.subscription(), now)));
        publications
                .values()
                .removeIf(publication -> publication.expires().isBefore(now)
                        && subscriptions.values().stream()
                                .noneMatch(
                                        each -> each.subscription().presentity().equals(publication.presentity())));
        bindings.values().removeIf(binding -> binding.expires().isBefore(now.minus(Duration.ofDays(30))));
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
    public synchronized long countOnlyWatched() {
        return presentities.stream()
                .map(this::snapshot)
                .filter(each -> !each.subscriptions().isEmpty()
                        && each.publications().isEmpty()
                        && each.bindings().isEmpty())
                .count();
    }

    @Override
    public synchronized List<Aor> presentities(Listing listing) {
        return presentities.stream()
                .filter(presentity -> presentity.uri().contains(listing.contains()))
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
        return documents.values().stream()
                .filter(document -> document.key().owner().equals(owner))
                .sorted(Comparator.comparing(
                                (StoredDocument document) -> document.key().auid())
                        .thenComparing(document -> document.key().path()))
                .toList();
    }

    @Override
    public synchronized LaggingWatchers lagging() {
        return lagging.found();
    }

    @Override
    public synchronized boolean hasDocuments() {
        return !documents.isEmpty();
    }

    @Override
    public synchronized List<OfflineWatcher> offlineWatchers(Aor presentity) {
        return offlineWatchers.values().stream()
                .filter(each -> each.presentity().equals(presentity))
                .sorted(Comparator.comparing(OfflineWatcher::since).thenComparing(OfflineWatcher::watcher))
                .toList();
    }

    @Override
    public synchronized int cleanOfflineWatchers(Instant now) {
        int before = offlineWatchers.size();
        offlineWatchers.values().removeIf(each -> each.until().isBefore(now));
        return before - offlineWatchers.size();
    }

    @Override
    public void ping() {
        // always there
    }

    @Override
    public void close() {
        // nothing to give back
    }
}
