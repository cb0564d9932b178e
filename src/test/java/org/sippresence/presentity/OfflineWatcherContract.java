package org.sippresence.presentity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.presentity.StoredFixtures.ALICE;
import static org.sippresence.presentity.StoredFixtures.BOB;
import static org.sippresence.presentity.StoredFixtures.NOON;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sippresence.model.Aor;
import org.sippresence.model.EventName;
import org.sippresence.subscription.OfflineWatcher;

/** What every {@link PresentityStore} does with watchers who came while the presentity was offline. */
public interface OfflineWatcherContract {

    /** A store that is empty when a test begins. */
    PresentityStore store();

    /** Writes a group. */
    default void write(Write... writes) {
        store().write(List.of(writes));
    }

    @Test
    default void anOfflineWatcherIsKeptOnceForEachEventPackage() {
        OfflineWatcher first = offline(ALICE, BOB, "presence", 0);
        OfflineWatcher again = offline(ALICE, BOB, "presence", 60);
        OfflineWatcher other = offline(ALICE, BOB, "dialog", 30);
        OfflineWatcher elsewhere = offline(BOB, ALICE, "presence", 0);
        write(new Write.SaveOfflineWatcher(first));
        write(
                new Write.SaveOfflineWatcher(other),
                new Write.SaveOfflineWatcher(again),
                new Write.SaveOfflineWatcher(elsewhere));
        assertThat(store().offlineWatchers(ALICE)).containsExactly(other, again);
        write(new Write.RemoveOfflineWatcher(first));
        assertThat(store().offlineWatchers(ALICE)).containsExactly(other);
        assertThat(store().offlineWatchers(BOB)).containsExactly(elsewhere);
        assertThat(store().load(ALICE)).isEmpty();
    }

    @Test
    default void ofSeveralWritesOfAnOfflineWatcherTheLastCounts() {
        OfflineWatcher watcher = offline(ALICE, BOB, "presence", 0);
        write(new Write.SaveOfflineWatcher(watcher), new Write.RemoveOfflineWatcher(watcher));
        assertThat(store().offlineWatchers(ALICE)).isEmpty();
        write(new Write.RemoveOfflineWatcher(watcher), new Write.SaveOfflineWatcher(watcher));
        assertThat(store().offlineWatchers(ALICE)).containsExactly(watcher);
    }

    @Test
    default void offlineWatchersGoWhenTheirTimeIsOver() {
        OfflineWatcher first = offline(ALICE, BOB, "presence", 0);
        OfflineWatcher second = offline(BOB, ALICE, "presence", 60);
        write(new Write.SaveOfflineWatcher(first), new Write.SaveOfflineWatcher(second));
        assertThat(store().cleanOfflineWatchers(first.until())).isZero();
        assertThat(store().cleanOfflineWatchers(first.until().plusSeconds(1))).isEqualTo(1);
        assertThat(store().offlineWatchers(ALICE)).isEmpty();
        assertThat(store().offlineWatchers(BOB)).containsExactly(second);
    }

    private static OfflineWatcher offline(Aor presentity, Aor watcher, String event, int second) {
        return new OfflineWatcher(
                presentity,
                "registrar",
                watcher,
                new EventName(event),
                NOON.plusSeconds(second),
                NOON.plusSeconds(3600L + second));
    }
}
