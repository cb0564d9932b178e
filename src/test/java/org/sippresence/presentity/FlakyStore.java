package org.sippresence.presentity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.sippresence.engine.OutageException;
import org.sippresence.model.Aor;
import org.sippresence.model.DialogId;
import org.sippresence.subscription.OfflineWatcher;

/** A store that fails or waits as a test says. */
public final class FlakyStore implements PresentityStore {

    private final PresentityStore store;
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile boolean failing;
    private volatile boolean failingReads;
    private volatile String refused = "";
    private volatile int failuresInAHundred;
    private Random random = new Random(0);

    public FlakyStore(PresentityStore store) {
        this.store = store;
    }

    /** Everything fails, or nothing does. */
    public void failAll(boolean fail) {
        failing = fail;
    }

    /** Nothing is read any more, but it is written; or all is as before. */
    public void failReads(boolean fail) {
        failingReads = fail;
    }

    /** Writes of a publication with this id fail. */
    public void refuse(String publicationId) {
        refused = publicationId;
    }

    /** So many writes in a hundred fail, chosen by the seed. */
    public void failSometimes(int inAHundred, long seed) {
        random = new Random(seed);
        failuresInAHundred = inAHundred;
    }

    /** Writes wait until they are released. */
    public void holdWrites() {
        gate = new CountDownLatch(1);
    }

    public void releaseWrites() {
        gate.countDown();
    }

    private void checkReading() {
        if (failingReads) {
            throw new OutageException("nothing can be read");
        }
        check();
    }

    private void check() {
        if (failing) {
            throw new OutageException("the database is gone");
        }
    }

    @Override
    public Optional<StoredPresentity> load(Aor presentity) {
        checkReading();
        return store.load(presentity);
    }

    @Override
    public void write(List<Write> writes) {
        try {
            if (!gate.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody released the writes");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        check();
        boolean unlucky = failuresInAHundred > 0 && random.nextInt(100) < failuresInAHundred;
        if (unlucky || writes.stream().anyMatch(this::isRefused)) {
            throw new UncheckedIOException(new IOException("told to fail"));
        }
        store.write(writes);
    }

    private boolean isRefused(Write write) {
        return write instanceof Write.SavePublication save
                && save.publication().id().equals(refused);
    }

    @Override
    public Optional<Aor> locate(DialogId dialog) {
        check();
        return store.locate(dialog);
    }

    @Override
    public Optional<DialogLocation> locate(String subscriptionId) {
        check();
        return store.locate(subscriptionId);
    }

    @Override
    public Cleaned clean(Instant now) {
        check();
        return store.clean(now);
    }

    @Override
    public void deadlines(BiConsumer<Aor, Instant> each) {
        store.deadlines(each);
    }

    @Override
    public void loadAll(int limit, BiConsumer<Aor, StoredPresentity> each) {
        store.loadAll(limit, each);
    }

    @Override
    public Counts count() {
        return store.count();
    }

    @Override
    public long countOnlyWatched() {
        return store.countOnlyWatched();
    }

    @Override
    public List<Aor> presentities(Listing listing) {
        return store.presentities(listing);
    }

    @Override
    public void forEach(Consumer<Aor> each) {
        store.forEach(each);
    }

    @Override
    public List<StoredDocument> documents(Aor owner) {
        checkReading();
        return store.documents(owner);
    }

    @Override
    public LaggingWatchers lagging() {
        return store.lagging();
    }

    @Override
    public boolean hasDocuments() {
        check();
        return store.hasDocuments();
    }

    @Override
    public List<OfflineWatcher> offlineWatchers(Aor presentity) {
        checkReading();
        return store.offlineWatchers(presentity);
    }

    @Override
    public int cleanOfflineWatchers(Instant now) {
        check();
        return store.cleanOfflineWatchers(now);
    }

    @Override
    public void ping() {
        check();
    }

    @Override
    public void close() {
        store.close();
    }
}
