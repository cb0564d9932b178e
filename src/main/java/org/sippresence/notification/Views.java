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
public final class Views {

    private final EventPackages packages;
    private final Cache<Key, View> cache;

    /**
     * Makes an empty cache.
     *
     * @param size documents that are kept; others are composed again on need
     */
    public Views(EventPackages packages, int size) {
        this.packages = Objects.requireNonNull(packages, "packages");
        this.cache =
                Caffeine.newBuilder().maximumSize(size).executor(Runnable::run).build();
    }

    /** What the presentity's state is now. In the lane. */
    public Document of(Turn turn, EventName event) {
        Key key = new Key(turn.presentity(), event);
        View view = cache.getIfPresent(key);
        if (view == null || view.version != turn.version()) {
            view = new View(
                    turn.version(),
                    Composition.compose(
                            packages.get(event),
                            turn.presentity(),
                            turn.publications().publications(event)));
            cache.put(key, view);
        }
        return view.document;
    }

    private record Key(Aor presentity, EventName event) {}

    private record View(long version, Document document) {}
}
