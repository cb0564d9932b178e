package org.sippresence.presentity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.sippresence.presentity.StoredFixtures.ALICE;
import static org.sippresence.presentity.StoredFixtures.BOB;
import static org.sippresence.presentity.StoredFixtures.NOON;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.sippresence.model.Aor;
import org.sippresence.model.EventName;
import org.sippresence.presentity.PresentityMemory.Limits;
import org.sippresence.subscription.OfflineWatcher;
import org.sippresence.testkit.MutableClock;
import org.sippresence.testkit.TestBed;
import org.sippresence.testkit.TestBed.NotWrittenException;

/** Offline watchers in the turns of those whom they watch. */
final class OfflineWatcherStoreTest {

    private static final OfflineWatcher BOB_WATCHES = watcher(BOB, 0);

    private final InMemoryPresentityStore store = new InMemoryPresentityStore();
    private final MutableClock clock = new MutableClock(NOON);

    @AutoClose
    private TestBed bed = TestBed.plan().store(store).clock(clock).start();

    private static OfflineWatcher watcher(Aor watcher, int second) {
        return new OfflineWatcher(
                ALICE,
                "registrar",
                watcher,
                EventName.PRESENCE,
                NOON.plusSeconds(second),
                NOON.plusSeconds(3600L + second));
    }

    private void save(OfflineWatcher watcher) {
        bed.change(ALICE, transaction -> transaction.offlineWatchers().save(watcher));
    }

    private List<OfflineWatcher> watchers() {
        return bed.read(ALICE, transaction -> transaction.offlineWatchers().list());
    }

    @Test
    void anOfflineWatcherIsKeptUntilItIsRemoved() {
        save(BOB_WATCHES);
        assertThat(watchers()).containsExactly(BOB_WATCHES);
        assertThat(store.offlineWatchers(ALICE)).containsExactly(BOB_WATCHES);
        bed.change(ALICE, transaction -> transaction.offlineWatchers().remove(BOB_WATCHES));
        assertThat(watchers()).isEmpty();
        assertThat(store.offlineWatchers(ALICE)).isEmpty();
    }

    @Test
    void anUncommittedOfflineWatcherIsSeenByTheNextTurn() {
        store.holdWrites();
        CompletableFuture<Boolean> committed = new CompletableFuture<>();
        bed.presentities.execute(ALICE, transaction -> {
            transaction.offlineWatchers().save(BOB_WATCHES);
            transaction.onCommit(later -> committed.complete(true));
        });
        assertThat(watchers()).containsExactly(BOB_WATCHES);
        assertThat(committed).isNotDone();
        store.releaseWrites();
        assertThat(TestBed.get(committed)).isTrue();
    }

    @Test
    void aLostOfflineWatcherIsNotSeenAnyMore() {
        save(BOB_WATCHES);
        store.failAll(true);
        assertThatThrownBy(() -> save(watcher(Aor.parse("sip:carol@example.org"), 1)))
                .hasCauseInstanceOf(NotWrittenException.class);
        store.failAll(false);
        await().until(() -> watchers().equals(List.of(BOB_WATCHES)));
    }

    @Test
    void anOfflineWatcherWhoseTimeIsOverIsNotListed() {
        save(BOB_WATCHES);
        clock.advanceSeconds(3600);
        assertThat(watchers()).isEmpty();
    }

    @Test
    void theOldestComesFirstAndManyAreReadAgain() {
        List<OfflineWatcher> many = IntStream.range(0, 150)
                .mapToObj(i -> watcher(Aor.parse("sip:w" + i + "@example.org"), i))
                .toList();
        bed.change(ALICE, transaction -> many.forEach(transaction.offlineWatchers()::save));
        assertThat(watchers()).isEqualTo(many);
        assertThat(watchers()).isEqualTo(many);
    }

    @Test
    void withoutADatabaseTheyAreInMemory() {
        bed.close();
        bed = TestBed.plan()
                .store(new NoPresentityStore())
                .clock(clock)
                .limits(new Limits(10, false, false))
                .start();
        save(BOB_WATCHES);
        assertThat(watchers()).containsExactly(BOB_WATCHES);
    }

    @Test
    void anothersWatcherIsRefused() {
        assertThatThrownBy(() -> bed.change(
                        BOB, transaction -> transaction.offlineWatchers().save(BOB_WATCHES)))
                .hasCauseInstanceOf(IllegalArgumentException.class);
    }
}
