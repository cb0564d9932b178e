package org.sippresence.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.testkit.Fixtures.alice;
import static org.sippresence.testkit.Fixtures.dialog;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.sippresence.model.Aor;
import org.sippresence.model.Dialog;
import org.sippresence.model.DialogId;
import org.sippresence.model.EventId;
import org.sippresence.notification.NotifySender.Answer;
import org.sippresence.presentity.InMemoryPresentityStore;
import org.sippresence.subscription.SubscribeCommand;
import org.sippresence.subscription.SubscribeOutcome;
import org.sippresence.testkit.Fixtures;
import org.sippresence.testkit.MutableClock;
import org.sippresence.testkit.NewsPackage;
import org.sippresence.testkit.NewsPackage.News;
import org.sippresence.testkit.RecordingNotifySender;
import org.sippresence.testkit.TestBed;
import org.sippresence.testkit.TextPackage;

/** How watchers of packages that tell changes are told: {@link NotifyBodies}, {@link Outbox} and {@link Notifier} together. */
final class ReporterTest {

    private static final DialogId A = dialog("a").id();

    private final NewsPackage news = new NewsPackage();
    private final RecordingNotifySender sender = new RecordingNotifySender();
    private final MutableClock clock = new MutableClock(Fixtures.NOON);
    private final InMemoryPresentityStore store = new InMemoryPresentityStore();

    @AutoClose
    private TestBed bed = start(clock);

    private TestBed start(Clock now) {
        return TestBed.plan()
                .sender(sender)
                .clock(now)
                .store(store)
                .packages(List.of(TextPackage.presence(), news), Map.of(NewsPackage.NAME, news))
                .start();
    }

    private SubscribeCommand command(String name, Aor watcher, long cseq, int expires) {
        Dialog dialog = dialog(name);
        return Fixtures.subscribe(
                new EventId(NewsPackage.NAME, ""),
                watcher,
                dialog.refreshed(dialog.target(), dialog.flow(), cseq),
                expires);
    }

    private void subscribe(String name) {
        assertThat(bed.settled(bed.subscribe(command(name, Fixtures.bob(), 1, 600))))
                .isInstanceOf(SubscribeOutcome.Accepted.class);
    }

    private void refresh(String name, int expires) {
        assertThat(bed.settled(bed.resubscribe(command(name, Fixtures.bob(), 2, expires))))
                .isInstanceOf(SubscribeOutcome.Accepted.class);
    }

    private void change(String... pairs) {
        List<News> changes = IntStream.range(0, pairs.length / 2)
                .mapToObj(i -> new News(pairs[2 * i], pairs[2 * i + 1]))
                .toList();
        bed.change(
                alice(),
                transaction ->
                        transaction.onCommit(later -> bed.notifier.notifyWatchers(later, NewsPackage.NAME, changes)));
        bed.settle();
    }

    @Test
    void theFirstDocumentIsWholeAndHasNumberZeroThenOnlyWhatChangedIsTold() {
        subscribe("a");
        change("x", "1");
        change("y", "2", "x", "3");
        assertThat(sender.bodies(A)).containsExactly("0 whole", "1 x=1", "2 y=2 x=3");
    }

    @Test
    void whatChangesWhileANotifyIsUnderWayIsToldTogetherOnceForEachKey() {
        sender.hold();
        subscribe("a");
        change("x", "1");
        change("y", "2");
        change("x", "3");
        sender.answer(A, 200);
        bed.settle();
        sender.answer(A, 200);
        bed.settle();
        assertThat(sender.bodies(A)).containsExactly("0 whole", "1 x=1>3 y=2");
        assertThat(bed.notifier.outboxes()).isZero();
    }

    @Test
    void afterARefreshTheDocumentIsWholeAndNumbersGoOn() {
        subscribe("a");
        change("x", "1");
        refresh("a", 600);
        change("x", "2");
        refresh("a", 0);
        assertThat(sender.bodies(A)).containsExactly("0 whole", "1 x=1", "2 whole", "3 x=2", "4 whole");
    }

    @Test
    void whoMissedADocumentGetsAWholeOneNext() {
        subscribe("a");
        sender.hold();
        change("x", "1");
        sender.answer(A, new Answer.Response(500, 7));
        bed.settle();
        sender.answerWith(notify -> Optional.of(RecordingNotifySender.OK));
        change("y", "1");
        assertThat(sender.bodies(A)).containsExactly("0 whole", "1 x=1");
        clock.advance(Duration.ofSeconds(8));
        change("z", "1");
        assertThat(sender.bodies(A)).containsExactly("0 whole", "1 x=1", "2 whole");
        change("z", "2");
        assertThat(sender.bodies(A)).endsWith("3 z=2");
    }

    @Test
    void whatConcernsNobodyIsNotTold() {
        subscribe("a");
        change("private", "1");
        assertThat(sender.bodies(A)).containsExactly("0 whole");
        change("private", "1", "x", "2");
        assertThat(sender.bodies(A)).containsExactly("0 whole", "1 x=2");
    }

    @Test
    void aThousandChangesHaveNoGapInTheirNumbers() {
        subscribe("a");
        for (int i = 1; i <= 1_000; i++) {
            change("x", Integer.toString(i));
        }
        List<String> bodies = sender.bodies(A);
        assertThat(bodies).hasSize(1_001);
        for (int i = 1; i <= 1_000; i++) {
            assertThat(bodies.get(i)).isEqualTo(i + " x=" + i);
        }
    }

    @Test
    void tooManyChangesBecomeAWholeDocument() {
        sender.hold();
        subscribe("a");
        for (int i = 0; i < 1_005; i++) {
            change("k" + i, "1");
        }
        sender.answer(A, 200);
        bed.settle();
        assertThat(sender.bodies(A)).containsExactly("0 whole", "1 whole");
        sender.answer(A, 200);
    }

    @Test
    void afterARestartNumbersJumpUpAndTheNextDocumentIsWhole() {
        subscribe("a");
        change("x", "1");
        bed.close();
        bed = start(clock);
        change("x", "2");
        change("x", "3");
        assertThat(sender.bodies(A)).containsExactly("0 whole", "1 x=1", "100 whole", "101 x=3");
    }

    @Test
    void whoIsNotAdmittedIsRefused() {
        SubscribeOutcome outcome = TestBed.get(bed.subscribe(command("c", Aor.parse("sip:carol@example.org"), 1, 600)));
        assertThat(((SubscribeOutcome.Rejected) outcome).rejection().status()).isEqualTo(403);
    }
}
