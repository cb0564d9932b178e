package org.sippresence.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.testkit.Fixtures.alice;
import static org.sippresence.testkit.Fixtures.dialog;
import static org.sippresence.testkit.Fixtures.modify;
import static org.sippresence.testkit.Fixtures.publish;
import static org.sippresence.testkit.Fixtures.resubscribe;
import static org.sippresence.testkit.Fixtures.subscribe;

import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.sippresence.model.DialogId;
import org.sippresence.model.EntityTag;
import org.sippresence.notification.NotifySender.Answer;
import org.sippresence.publication.PublishCommand;
import org.sippresence.publication.PublishOutcome.Accepted;
import org.sippresence.subscription.SubscribeOutcome;
import org.sippresence.testkit.RecordingNotifySender;
import org.sippresence.testkit.TestBed;

/** A NOTIFY that is challenged is repeated with another CSeq before anything else is sent to its watcher. */
final class ChallengedNotifyTest {

    private static final DialogId A = dialog("a").id();

    private final RecordingNotifySender sender = new RecordingNotifySender();

    @AutoClose
    private final TestBed bed = TestBed.plan().sender(sender).start();

    @AfterEach
    void nothingOverlaps() {
        assertThat(sender.violations()).isEmpty();
    }

    private void subscribed(int expires) {
        assertThat(bed.settled(bed.subscribe(subscribe(alice(), "a", expires))))
                .isInstanceOf(SubscribeOutcome.Accepted.class);
    }

    private EntityTag published(PublishCommand command) {
        EntityTag tag = ((Accepted) TestBed.get(bed.publish(command))).entityTag();
        bed.settle();
        return tag;
    }

    private void answer(Answer how) {
        sender.answer(A, how);
        bed.settle();
    }

    private void challenge() {
        Notify challenged = sender.last(A);
        answer(new Answer.Challenged((cseq, answer) -> sender.send(challenged.withCSeq(cseq), answer)));
    }

    private void accept() {
        answer(RecordingNotifySender.OK);
    }

    @Test
    void theRepetitionPrecedesWhatHasChangedMeanwhile() {
        sender.hold();
        subscribed(600);
        EntityTag tag = published(publish(alice(), "one"));
        challenge();
        assertThat(sender.bodies(A)).containsExactly("offline", "offline");
        published(modify(alice(), tag, "two"));
        assertThat(sender.in(A)).hasSize(2);
        challenge();
        accept();
        assertThat(sender.bodies(A)).containsExactly("offline", "offline", "offline", "two");
        assertThat(sender.in(A)).extracting(Notify::cseq).containsExactly(1L, 2L, 3L, 4L);
        accept();
        assertThat(bed.notifier.outboxes()).isZero();
    }

    @Test
    void aRefusalAfterTheRepetitionIsAFailureLikeAnother() {
        sender.hold();
        subscribed(600);
        challenge();
        answer(new Answer.Response(407, -1));
        assertThat(sender.in(A)).hasSize(2);
        assertThat(bed.notifier.failures().counts()).containsExactly(new NotifyFailures.Count("4xx", "kept", 1));
        assertThat(bed.notifier.outboxes()).isZero();
    }

    /** The CSeqs of a block are used up by repetitions, too: more are reserved before they are used. */
    @Test
    void repetitionsReserveNumbersLikeOtherNotifies() {
        sender.hold();
        subscribed(600);
        for (int i = 0; i < 250; i++) {
            challenge();
        }
        assertThat(sender.in(A))
                .extracting(Notify::cseq)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 251).boxed().toList());
        accept();
        assertThat(bed.notifier.outboxes()).isZero();
    }

    @Test
    void aFetchIsRepeatedToo() {
        sender.hold();
        subscribed(0);
        challenge();
        assertThat(sender.in(A)).extracting(Notify::cseq).containsExactly(1L, 2L);
        assertThat(sender.last(A).subscriptionState()).startsWith("terminated");
        accept();
        assertThat(bed.notifier.outboxes()).isZero();
    }

    @Test
    void aSubscriptionThatEndedMeanwhileIsToldItsEndAfterTheRepetition() {
        sender.hold();
        subscribed(600);
        assertThat(bed.settled(bed.resubscribe(resubscribe(alice(), "a", 2, 0))))
                .isInstanceOf(SubscribeOutcome.Accepted.class);
        challenge();
        accept();
        challenge();
        assertThat(sender.in(A)).extracting(Notify::cseq).containsExactly(1L, 2L, 3L, 4L);
        assertThat(sender.in(A))
                .extracting(each -> each.subscriptionState().split(";", 2)[0])
                .containsExactly("active", "active", "terminated", "terminated");
        accept();
        assertThat(bed.notifier.outboxes()).isZero();
    }
}
