package org.sippresence.notification;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Stream;
import org.sippresence.eventpackage.Composer;
import org.sippresence.eventpackage.Document;
import org.sippresence.eventpackage.EventPackage;
import org.sippresence.eventpackage.EventPackages;
import org.sippresence.eventpackage.ParsedBody;
import org.sippresence.eventpackage.PublishedState;
import org.sippresence.model.Aor;
import org.sippresence.model.EventName;
import org.sippresence.presentity.DocumentKey;
import org.sippresence.presentity.PresentityTransaction;
import org.sippresence.publication.Publication;
import org.sippresence.publication.PublishCommand;
import org.sippresence.publication.PublishCommand.Content;
import org.sippresence.registration.Binding;

/**
 * Composes the state of presentities and caches the documents, one per presentity and event package, shared by all watchers until
 * the state changes. What was parsed for a check or for the last document is not parsed again.
 */
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

    /** Keeps the parsed body of an accepted PUBLISH for the next composition, if there is one to expect. */
    public void keepParsed(PresentityTransaction transaction, PublishCommand command) {
        if (transaction.isWatched() && command.content() instanceof Content.State state) {
            Key key = new Key(transaction.presentity(), command.event());
            Composed last = Optional.ofNullable(cache.getIfPresent(key)).orElse(Composed.NOTHING);
            cache.put(key, new Composed(last.version, last.document, Optional.of(state.parsed())));
        }
    }

    /** Returns the current composed document of the transaction's presentity. Must be called in the lane. */
    public Document of(PresentityTransaction transaction, EventName event) {
        Key key = new Key(transaction.presentity(), event);
        Composed last = cache.getIfPresent(key);
        if (last != null && last.version == transaction.version()) {
            return last.document.orElseThrow();
        }
        EventPackage eventPackage = packages.get(event);
        Document document = composer(eventPackage)
                .compose(
                        transaction.presentity(),
                        published(transaction, eventPackage),
                        last == null ? List.of() : last.parsed());
        cache.put(key, new Composed(transaction.version(), Optional.of(document), Optional.empty()));
        return document;
    }

    /** Returns the document of a presentity without any state. */
    public static Document nothing(EventPackage eventPackage, Aor presentity) {
        return composer(eventPackage).compose(presentity, List.of(), List.of());
    }

    private static Composer composer(EventPackage eventPackage) {
        return eventPackage
                .composer()
                .orElseThrow(() -> new IllegalArgumentException(eventPackage.name() + " is not composed"));
    }

    /** Collects all state; every change of it must renew the presentity's version. */
    private List<PublishedState> published(PresentityTransaction transaction, EventPackage eventPackage) {
        List<PublishedState> all = new ArrayList<>();
        if (eventPackage.name().equals(EventName.PRESENCE)) {
            all.addAll(manipulated(transaction));
            sources.forEach(each -> all.addAll(each.apply(transaction)));
        }
        addContacts(transaction, eventPackage, all);
        for (Publication each : transaction.publications().publications(eventPackage.name())) {
            all.add(new PublishedState(each.id(), each.received(), each.body()));
        }
        return all;
    }

    /** Adds state derived from registered contacts; of contacts with the same URI only the first counts. */
    private static void addContacts(
            PresentityTransaction transaction, EventPackage eventPackage, List<PublishedState> all) {
        Set<String> contacts = new HashSet<>();
        for (Binding each : transaction.registrations().bindings()) {
            if (contacts.add(each.contact())) {
                eventPackage
                        .ofContact(transaction.presentity(), each.contact())
                        .ifPresent(body -> all.add(new PublishedState(each.id(), each.since(), body, true)));
            }
        }
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

    /**
     * The last composed document.
     *
     * @param version of the state from which it was composed
     * @param published the last published body since then
     */
    private record Composed(long version, Optional<Document> document, Optional<ParsedBody> published) {

        static final Composed NOTHING = new Composed(-1, Optional.empty(), Optional.empty());

        List<ParsedBody> parsed() {
            return Stream.concat(published.stream(), document.map(Document::parsed).orElse(List.of()).stream())
                    .toList();
        }
    }
}
