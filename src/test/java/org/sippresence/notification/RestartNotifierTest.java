package org.sippresence.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.testkit.Fixtures.alice;
import static org.sippresence.testkit.Fixtures.dialog;
import static org.sippresence.testkit.Fixtures.publish;
import static org.sippresence.testkit.Fixtures.subscribe;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sippresence.model.DialogId;
import org.sippresence.presentity.Acknowledgements;
import org.sippresence.presentity.InMemoryPresentityStore;
import org.sippresence.presentity.LaggingWatchers;
import org.sippresence.publication.PublishCommand.Content;
import org.sippresence.testkit.Fixtures;
import org.sippresence.testkit.MutableClock;
import org.sippresence.testkit.RecordingNotifySender;
import org.sippresence.testkit.TestBed;

/** A server that ends at once and another one on the same store. */
final class RestartNotifierTest {

    private static final DialogId A = dialog("a").id();
    private static final DialogId B = dialog("b").id();

    private final InMemoryPresentityStore store = new InMemoryPresentityStore();
    private final MutableClock clock = new MutableClock(Fixtures.NOON);
    private final RecordingNotifySender before = new RecordingNotifySender();
    private final RecordingNotifySender after = new RecordingNotifySender();
    private final TestBed first =
            TestBed.plan().store(store).clock(clock).sender(before).start();
    private Optional<TestBed> second = Optional.empty();

    @AfterEach
    void close() {
        first.close();
        second.ifPresent(TestBed::close);
    }

    private Acknowledgements acknowledgements() {
        Acknowledgements made = new Acknowledgements(first.presentities, first.journal, first.notifier::outstanding);
        made.start(LaggingWatchers.NOBODY);
        return made;
    }

    private void subscribed(String dialog) {
        var unused = TestBed.get(first.subscribe(subscribe(alice(), dialog, 600)));
        first.settle();
    }

    /** What the next server sends before it takes requests. */
    private void restart() {
        LaggingWatchers lagging = store.lagging();
        TestBed next = TestBed.plan().store(store).clock(clock).sender(after).start();
        second = Optional.of(next);
        CompletableFuture<Boolean> told = new CompletableFuture<>();
        new RestartNotifier(next.presentities, next.notifier).notifyLagging(lagging, () -> told.complete(true));
        assertThat(TestBed.get(told)).isTrue();
        next.settle();
    }

    @Test
    void onlyThoseAreToldWhoHaveNotAcknowledgedTheNewestState() {
        subscribed("a");
        subscribed("b");
        before.answerWith(
                notify -> notify.dialog().id().equals(B) ? Optional.empty() : Optional.of(RecordingNotifySender.OK));
        var unused = TestBed.get(first.publish(publish(alice(), "newest")));
        first.settle();
        acknowledgements().close();
        first.settle();
        restart();
        assertThat(after.bodies(B)).containsExactly("newest");
        assertThat(after.in(A)).isEmpty();
    }

    @Test
    void everybodyIsToldWhoMayLagAfterADeathThatStoredNothing() {
        subscribed("a");
        var unused = TestBed.get(first.publish(publish(alice(), "newest")));
        first.settle();
        restart();
        assertThat(after.bodies(A)).containsExactly("newest");
    }

    @Test
    void nobodyIsToldOfWhatExpiredMeanwhile() {
        subscribed("a");
        var unused = TestBed.get(
                first.publish(publish(alice(), new Content.State(() -> Fixtures.text("short")), OptionalInt.of(60))));
        first.settle();
        clock.advance(Duration.ofSeconds(90));
        restart();
        assertThat(after.bodies(A)).doesNotContain("short").hasSize(1);
    }
}
