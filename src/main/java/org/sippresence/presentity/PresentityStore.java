package org.sippresence.presentity;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.sippresence.model.Aor;
import org.sippresence.model.DialogId;
import org.sippresence.subscription.OfflineWatcher;

/**
 * Persistent storage of all presentities. Blocking; thread-safe. A database failure is reported as an
 * {@link java.io.UncheckedIOException}.
 */
public interface PresentityStore extends AutoCloseable {

    /** Loads everything stored about a presentity; empty if it was never saved. */
    Optional<StoredPresentity> load(Aor presentity);

    /** Writes in one transaction, in the given order; returns after the commit. Writes nothing on failure. */
    void write(List<Write> writes);

    /** Returns the presentity of the subscription in this dialog. */
    Optional<Aor> locate(DialogId dialog);

    /** Returns the presentity of the subscription with this id. */
    Optional<Aor> locate(String subscriptionId);

    /**
     * Removes publications, subscriptions and contacts that expired before {@code now}, and presentities without any state left.
     * Rows whose expiry the lane handles are kept for a month: pending subscriptions, which become waiting ones, and contacts,
     * whose expiry is notified to watchers.
     */
    Cleaned clean(Instant now);

    /** Passes on the earliest expiry for each presentity. */
    void deadlines(BiConsumer<Aor, Instant> each);

    /** Loads at most {@code limit} presentities with everything stored about them, to warm up the memory. */
    void loadAll(int limit, BiConsumer<Aor, StoredPresentity> each);

    Counts count();

    /** Counts what all presentities have, expired rows included. */
    long count(Countable what);

    /** As {@link #count(Countable)}, by the domains of the presentities in lower case. */
    Map<String, Long> countByDomain(Countable what);

    /** Returns presentities ordered by URI. Read-only; for administration. */
    List<Aor> presentities(Listing listing);

    /** Iterates over all presentities, to rebuild data derived from their publications. */
    void forEach(Consumer<Aor> each);

    /** Returns the store of the report tables, which is closed with this store; empty if there are none. */
    default Optional<ReportStore> publishedRows() {
        return Optional.empty();
    }

    /** Returns all XCAP documents of a presentity or of the global trees. */
    List<StoredDocument> documents(Aor owner);

    /** Returns the watchers that may not have received every change when the server ended. */
    default LaggingWatchers lagging() {
        return LaggingWatchers.NOBODY;
    }

    /** Returns whether any XCAP document exists. */
    boolean hasDocuments();

    /** Returns the offline watchers of a presentity, expired ones included. */
    List<OfflineWatcher> offlineWatchers(Aor presentity);

    /**
     * Removes the offline watchers that expired before {@code now}.
     *
     * @return the number of removed records
     */
    int cleanOfflineWatchers(Instant now);

    /** Checks that the database answers; throws an exception otherwise. */
    void ping();

    @Override
    void close();

    /** Numbers of removed rows. */
    record Cleaned(int publications, int subscriptions, int presentities, int bindings) {}

    /** Numbers of stored rows. */
    record Counts(long presentities, long publications, long subscriptions, long bindings) {}

    /**
     * Selection of one page of presentities.
     *
     * @param contains a substring of the URI, or empty
     * @param after only presentities with a larger URI, or empty
     * @param domain only presentities of this domain, in lower case; empty for all
     */
    record Listing(String contains, String after, int limit, Optional<String> domain) {

        /** A page of presentities of all domains. */
        public Listing(String contains, String after, int limit) {
            this(contains, after, limit, Optional.empty());
        }

        /** Whether the domain of the presentity is selected. */
        public boolean isOfDomain(Aor presentity) {
            return domain.filter(name -> !presentity.domain().equals(name)).isEmpty();
        }
    }
}
