package org.sippresence.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.sippresence.testkit.Fixtures.NOON;
import static org.sippresence.testkit.Fixtures.alice;
import static org.sippresence.testkit.Fixtures.dialog;
import static org.sippresence.testkit.Fixtures.publish;
import static org.sippresence.testkit.Fixtures.subscribe;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sippresence.model.Body;
import org.sippresence.model.DialogId;
import org.sippresence.model.EntityTag;
import org.sippresence.model.MediaType;
import org.sippresence.model.UnavailableException;
import org.sippresence.presentity.DocumentKey;
import org.sippresence.presentity.InMemoryPresentityStore;
import org.sippresence.presentity.StoredDocument;
import org.sippresence.presentity.Write;
import org.sippresence.publication.PublishOutcome;
import org.sippresence.subscription.SubscribeOutcome;
import org.sippresence.testkit.RecordingNotifySender;
import org.sippresence.testkit.TestBed;

/** The database is away, and a NOTIFY shows a document that memory does not hold. */
final class UnreadableStateTest {

    private static final DialogId A = dialog("a").id();

    private final InMemoryPresentityStore store = new InMemoryPresentityStore();
    private final RecordingNotifySender sender = new RecordingNotifySender();

    @AutoClose
    private TestBed bed;

    @BeforeEach
    void storeALargeDocument() {
        String large = "<presence>" + "x".repeat(40_000) + "</presence>"; // not kept in memory
        store.write(List.of(new Write.SaveDocument(new StoredDocument(
                new DocumentKey("pidf-manipulation", alice(), "index"),
                new EntityTag("t"),
                Body.of(MediaType.PIDF, large),
                NOON))));
        bed = TestBed.plan()
                .store(store)
                .sender(sender)
                .clock(Clock.systemUTC())
                .start();
    }

    @Test
    void aFetchIsRefusedWith503AndNoNotifyFollows() {
        store.failAll(true);
        assertThatThrownBy(() -> TestBed.get(bed.subscribe(subscribe(alice(), "a", 0))))
                .hasCauseInstanceOf(UnavailableException.class)
                .hasMessageContaining("503");
        bed.settle();
        assertThat(sender.count()).isZero();
        assertThat(bed.notifier.outboxes()).isZero();
    }

    @Test
    void aFetchIsAnsweredFromMemoryIfItsStateWasComposedBefore() {
        assertThat(bed.settled(bed.subscribe(subscribe(alice(), "b", 600))))
                .isInstanceOf(SubscribeOutcome.Accepted.class);
        store.failAll(true);
        assertThat(bed.settled(bed.subscribe(subscribe(alice(), "a", 0))))
                .isInstanceOf(SubscribeOutcome.Accepted.class);
        assertThat(sender.in(A)).hasSize(1);
    }

    @Test
    void aWatcherWhoseNotifyCannotBeComposedGetsItWhenTheDatabaseIsBack() {
        assertThat(bed.settled(bed.subscribe(subscribe(alice(), "a", 600))))
                .isInstanceOf(SubscribeOutcome.Accepted.class);
        assertThat(sender.in(A)).hasSize(1);
        store.failReads(true);
        assertThat(bed.settled(bed.publish(publish(alice(), "newest")))).isInstanceOf(PublishOutcome.Accepted.class);
        assertThat(sender.in(A)).hasSize(1);
        store.failReads(false);
        await().atMost(Duration.ofSeconds(15)).until(() -> sender.in(A).size() == 2);
        bed.settle();
        assertThat(bed.notifier.outboxes()).isZero();
    }

    @Test
    void anEffectThatCannotReadRunsAgain() {
        List<Integer> read = new CopyOnWriteArrayList<>();
        store.failReads(true);
        bed.change(
                alice(),
                transaction -> transaction.onCommit(
                        later -> read.add(later.documents().list().size())));
        bed.settle();
        assertThat(read).isEmpty();
        store.failReads(false);
        await().atMost(Duration.ofSeconds(15)).until(() -> read.equals(List.of(1)));
    }
}
