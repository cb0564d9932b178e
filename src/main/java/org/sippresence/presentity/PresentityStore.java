package org.sippresence.presentity;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.sippresence.model.Aor;
import org.sippresence.model.DialogId;
import org.sippresence.subscription.OfflineWatcher;

/**
 * The durable side of all presentities. Blocking; callable from many threads. A failure of the database is an
 * {@link java.io.UncheckedIOException}.
 */
public interface PresentityStore extends AutoCloseable {

    /** All that is stored about a presentity; empty if it was never saved. */
    Optional<StoredPresentity> load(Aor presentity);

    /** Writes in one transaction, in the given order; returns when it is committed. Nothing is written on failure. */
    void write(List<Write> writes);

    /** Whose subscription lives in this dialog. */
    Optional<Aor> locate(DialogId dialog);

    /** Whose subscription has this id, and its dialog. */
    Optional<DialogLocation> locate(String subscriptionId);

    /**
     * Removes publications, subscriptions and contacts whose time was over before {@code now}, and presentities of whom nothing
     * is left. What their lanes end is left to them for a month: pending subscriptions, which become waiting ones, and
     * contacts, whose end is told to watchers.
     */
    Cleaned clean(Instant now);

    /** Tells for each presentity the earliest time at which something of it expires. */
    void deadlines(BiConsumer<Aor, Instant> each);

    /** Reads at most {@code limit} presentities with all that is stored about them, for a warm start. */
    void loadAll(int limit, BiConsumer<Aor, StoredPresentity> each);

    Counts count();

    /** How many presentities have subscriptions, but neither a publication nor a contact. */
    long countOnlyWatched();

    /** Presentities in the order of their URIs. Reads only; for administration. */
    List<Aor> presentities(Listing listing);

    /** Reads every presentity with its publications in turn, for rebuilding what is derived from them. */
    void forEach(Consumer<Aor> each);

    /** Where published documents are also kept taken apart, closed with the store; empty if nowhere. */
    default Optional<ReportStore> publishedRows() {
        return Optional.empty();
    }

    /** All XCAP documents of a presentity, or of the global trees. */
    List<StoredDocument> documents(Aor owner);

    /** Whose watchers may not have been told of everything when the server ended. */
    default LaggingWatchers lagging() {
        return LaggingWatchers.NOBODY;
    }

    /** Whether there is any XCAP document of anybody. */
    boolean hasDocuments();

    /** The watchers who came while the presentity was offline; those whose time is over included. */
    List<OfflineWatcher> offlineWatchers(Aor presentity);

    /**
     * Removes the watchers who came while somebody was offline and whose time was over before {@code now}.
     *
     * @return how many
     */
    int cleanOfflineWatchers(Instant now);

    /** Throws if the database does not answer. */
    void ping();

    @Override
    void close();

    /** How many rows were removed. */
    record Cleaned(int publications, int subscriptions, int presentities, int bindings) {

        /** No contacts. */
        public Cleaned(int publications, int subscriptions, int presentities) {
            this(publications, subscriptions, presentities, 0);
        }
    }

    /** How many rows there are. */
    record Counts(long presentities, long publications, long subscriptions, long bindings) {

        /** No contacts. */
        public Counts(long presentities, long publications, long subscriptions) {
            this(presentities, publications, subscriptions, 0);
        }
    }

    /** Where a subscription lives. */
    record DialogLocation(Aor presentity, DialogId dialog) {}

    /**
     * One page of presentities.
     *
     * @param contains a part of the URI, or empty
     * @param after only those behind this URI, or empty
     */
    record Listing(String contains, String after, int limit) {}
}
