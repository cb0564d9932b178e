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

/** Composed documents, one per presentity and event package, shared by all watchers until something changes. */
public final class CompositionCache {

    private static final String MANIPULATION = "pidf-manipulation";

    private final EventPackages packages;
    private final List<Function<PresentityTransaction, List<PublishedState>>> sources = new CopyOnWriteArrayList<>();
    private final Cache<Key, Composed> cache;

    /**
     * Makes an empty cache.
     *
     * @param size documents that are kept; others are composed again on need
     */
    public CompositionCache(EventPackages packages, int size) {
        this.packages = Objects.requireNonNull(packages, "packages");
        this.cache =
                Caffeine.newBuilder().maximumSize(size).executor(Runnable::run).build();
    }

    /** Names somebody who knows more about presence. Asked in the lane; to be set before anything is composed. */
    public void also(Function<PresentityTransaction, List<PublishedState>> source) {
        sources.add(Objects.requireNonNull(source, "source"));
    }

    /** What the presentity's state is now. In the lane. */
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

    /** All that is known otherwise than by a PUBLISH; whoever changes any of it renews the turn's version. */
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

    /** What the presentity has put down about itself, without expiry (RFC 4827). */
    private static List<PublishedState> manipulated(PresentityTransaction transaction) {
        return transaction.documents().list(MANIPULATION).stream()
                .map(each -> new PublishedState(each.key().toString(), each.modified(), each.body()))
                .toList();
    }

    /** Whether a document goes into composed ones. */
    public static boolean isPartOfState(DocumentKey key) {
        return key.auid().equals(MANIPULATION);
    }

    private record Key(Aor presentity, EventName event) {}

    private record Composed(long version, Document document) {}
}
