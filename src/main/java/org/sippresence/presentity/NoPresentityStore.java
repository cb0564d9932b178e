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

/** Store that persists nothing ({@code use_db=0}); the memory holds the only copy. */
public final class NoPresentityStore implements PresentityStore {

    @Override
    public Optional<StoredPresentity> load(Aor presentity) {
        return Optional.empty();
    }

    @Override
    public void write(List<Write> writes) {}

    @Override
    public Optional<Aor> locate(DialogId dialog) {
        return Optional.empty();
    }

    @Override
    public Optional<Aor> locate(String subscriptionId) {
        return Optional.empty();
    }

    @Override
    public Cleaned clean(Instant now) {
        return new Cleaned(0, 0, 0, 0);
    }

    @Override
    public void deadlines(BiConsumer<Aor, Instant> each) {}

    @Override
    public void loadAll(int limit, BiConsumer<Aor, StoredPresentity> each) {}

    @Override
    public Counts count() {
        return new Counts(0, 0, 0, 0);
    }

    @Override
    public long count(Countable what) {
        return 0;
    }

    @Override
    public Map<String, Long> countByDomain(Countable what) {
        return Map.of();
    }

    @Override
    public List<Aor> presentities(Listing listing) {
        return List.of();
    }

    @Override
    public void forEach(Consumer<Aor> each) {}

    @Override
    public List<StoredDocument> documents(Aor owner) {
        return List.of();
    }

    @Override
    public boolean hasDocuments() {
        return false;
    }

    @Override
    public List<OfflineWatcher> offlineWatchers(Aor presentity) {
        return List.of();
    }

    @Override
    public int cleanOfflineWatchers(Instant now) {
        return 0;
    }

    @Override
    public void ping() {}

    @Override
    public void close() {}
}
