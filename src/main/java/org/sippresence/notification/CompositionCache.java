package org.sippresence.notification;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.sippresence.composition.Composition;
import org.sippresence.eventpackage.Document;
import org.sippresence.eventpackage.EventPackage;
import org.sippresence.eventpackage.EventPackages;
import org.sippresence.eventpackage.PublishedState;
import org.sippresence.model.Aor;
import org.sippresence.model.EventName;
import org.sippresence.presentity.DocumentKey;
import org.sippresence.presentity.PresentityTransaction;

/** Cache of composed documents, one per presentity and event package, shared by all watchers until the state changes. */
public final class CompositionCache {

    private static final String MANIPULATION = "pidf-manipulation";

    private final EventPackages packages;
    private final List<Function<PresentityTransaction, List<PublishedState>>> sources = new CopyOnWriteArrayList<>();
    private final Cache<Key, Composed> cache;

    /**
     * Creates an empty cache.
     *
     * @param size maximum number of cached documents; others are composed again when needed
     */
    public CompositionCache(EventPackages packages, int size) {
        this.packages = Objects.requireNonNull(packages, "packages");
        this.cache =
                Caffeine.newBuilder().maximumSize(size).executor(Runnable::run).build();
    }

    /** Sets an additional source of presence state. It is called in the lane; must be set before the first composition. */
    public void also(Function<PresentityTransaction, List<PublishedState>> source) {
        sources.add(Objects.requireNonNull(source, "source"));
    }

    /** Returns the current composed document of the transaction's presentity. Must be called in the lane. */
    public Document of(PresentityTransaction transaction, EventName event) {
        Key key = new Key(transaction.presentity(), event);
        Composed composed = cache.getIfPresent(key);
        if (composed == null || composed.version != transaction.version()) {
            EventPackage eventPackage = packages.get(event);
            composed = new Composed(
                    transaction.version(),
                    Composition.compose(
                            eventPackage,
                            transaction.presentity(),
                            beside(transaction, eventPackage),
                            transaction.publications().publications(event)));
            cache.put(key, composed);
        }
        return composed.document;
    }

    /** Collects all state from sources other than PUBLISH; every change of it must renew the presentity's version. */
    private List<PublishedState> beside(PresentityTransaction transaction, EventPackage eventPackage) {
        List<PublishedState> all = new ArrayList<>();
        if (eventPackage.name().equals(EventName.PRESENCE)) {
            all.addAll(manipulated(transaction));
            sources.forEach(each -> all.addAll(each.apply(transaction)));
        }
        all.addAll(Composition.ofContacts(
                eventPackage,
                transaction.presentity(),
                transaction.registrations().bindings()));
        return all;
    }

    /** Returns the presentity's hard state without expiry, stored as {@code pidf-manipulation} documents (RFC 4827). */
    private static List<PublishedState> manipulated(PresentityTransaction transaction) {
        return transaction.documents().list(MANIPULATION).stream()
                .map(each -> new PublishedState(each.key().toString(), each.modified(), each.body()))
                .toList();
    }

    /** Returns whether a document is part of the composed state. */
    public static boolean isPartOfState(DocumentKey key) {
        return key.auid().equals(MANIPULATION);
    }

    private record Key(Aor presentity, EventName event) {}

    private record Composed(long version, Document document) {}
}
