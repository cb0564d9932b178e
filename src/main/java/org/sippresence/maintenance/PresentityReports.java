package org.sippresence.maintenance;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.sippresence.eventpackage.Document;
import org.sippresence.eventpackage.EventPackages;
import org.sippresence.model.Aor;
import org.sippresence.model.Body;
import org.sippresence.model.EventName;
import org.sippresence.notification.CompositionCache;
import org.sippresence.presentity.Presentities;
import org.sippresence.presentity.PresentityStore.Listing;
import org.sippresence.presentity.PresentityTransaction;
import org.sippresence.publication.Publication;

/** Lists and shows presentities. Callable from any thread. */
public final class PresentityReports {

    private final Presentities presentities;
    private final EventPackages packages;
    private final CompositionCache compositions;

    public PresentityReports(Presentities presentities, EventPackages packages, CompositionCache compositions) {
        this.presentities = Objects.requireNonNull(presentities, "presentities");
        this.packages = Objects.requireNonNull(packages, "packages");
        this.compositions = Objects.requireNonNull(compositions, "compositions");
    }

    /**
     * State of one presentity.
     *
     * @param online whether the composed state of the event contains anything open
     * @param document the composed document for a watcher with all permissions
     */
    public record PresentityReport(Aor presentity, boolean online, List<Publication> publications, Body document) {
        public PresentityReport {
            publications = List.copyOf(publications);
            Objects.requireNonNull(document, "document");
        }
    }

    /**
     * Returns presentities ordered by URI; reads the store and may block.
     *
     * @param domain whose presentities are returned, in lower case; empty for all
     */
    public List<Aor> list(String contains, String after, int limit, Optional<String> domain) {
        return presentities.list(new Listing(contains, after, limit, domain));
    }

    /**
     * Returns a presentity's state; empty if nothing is stored about it. The future fails with
     * {@link java.io.UncheckedIOException} on a database failure.
     *
     * @param event of a package that composes documents
     */
    public CompletableFuture<Optional<PresentityReport>> report(Aor presentity, EventName event) {
        return presentities.read(presentity, transaction -> report(transaction, event));
    }

    private Optional<PresentityReport> report(PresentityTransaction transaction, EventName event) {
        List<Publication> publications = transaction.publications().publications(event);
        if (publications.isEmpty()
                && !transaction.isWatched()
                && transaction.registrations().bindings().isEmpty()) {
            return Optional.empty();
        }
        Document document = compositions.of(transaction, event);
        return Optional.of(new PresentityReport(
                transaction.presentity(),
                document.online(),
                publications,
                document.print(packages.get(event).notifyTypes().get(0))));
    }
}
