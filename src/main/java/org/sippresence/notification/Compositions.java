package org.sippresence.notification;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Objects;
import org.sippresence.composition.Composition;
import org.sippresence.eventpackage.Document;
import org.sippresence.eventpackage.EventPackages;
import org.sippresence.model.Aor;
import org.sippresence.model.EventName;
import org.sippresence.presentity.Turn;

/** Composed documents, one per presentity and event package, shared by all watchers until something changes. */
public final class Compositions {

    private final EventPackages packages;
    private final Cache<Key, Composed> cache;

    /**
     * Makes an empty cache.
     *
     * @param size documents that are kept; others are composed again on need
     */
    public Compositions(EventPackages packages, int size) {
        this.packages = Objects.requireNonNull(packages, "packages");
        this.cache =
                Caffeine.newBuilder().maximumSize(size).executor(Runnable::run).build();
    }

    /** What the presentity's state is now. In the lane. */
    public Document of(Turn turn, EventName event) {
        Key key = new Key(turn.presentity(), event);
        Composed composed = cache.getIfPresent(key);
        if (composed == null || composed.version != turn.version()) {
            composed = new Composed(
                    turn.version(),
                    Composition.compose(
                            packages.get(event),
                            turn.presentity(),
                            turn.publications().publications(event)));
            cache.put(key, composed);
        }
        return composed.document;
    }

    private record Key(Aor presentity, EventName event) {}

    private record Composed(long version, Document document) {}
}
