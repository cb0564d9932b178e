package org.sippresence.clientsubscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.clientsubscription.SubscribeSender.Answer;
import org.sippresence.clientsubscription.SubscriptionTarget.Destination;
import org.sippresence.clientsubscription.SubscriptionTarget.EventState;
import org.sippresence.model.Aor;
import org.sippresence.model.Body;
import org.sippresence.model.EventName;
import org.sippresence.model.MediaType;
import org.sippresence.settings.ClientSubscriptionSettings.Limits;

/** The subscriber's side of RFC 6665: with every random number 0.5, waits are exactly what the table says. */
class ClientSubscriptionsTest {

    private static final Aor ALICE = Aor.parse("sip:alice@example.org");
    private static final MediaType REGINFO = MediaType.parse("application/reginfo+xml");
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ClientSubscriptionStage stage = new ClientSubscriptionStage(new Limits(600, 10, 10, 1000));
    private final ManualSchedule schedule = stage.schedule;
    private final ScriptedNotifier notifier = stage.notifier;
    private final ClientSubscriptions subscriptions = stage.subscriptions;
    private final List<String> heard = new ArrayList<>();

    private static SubscriptionTarget target(String target) {
        return new SubscriptionTarget(
                ALICE,
                new Destination(
                        target, List.of("sip:registrar.example.org;lr"), "sip:watcher@example.org", ALICE.uri()),
                new EventState(new EventName("reg"), "", List.of(REGINFO), Optional.empty()));
    }

    /** Adds a subscription and sends its first SUBSCRIBE. */
    private ClientSubscription begin() {
        ClientSubscription subscription = subscriptions
                .subscribe(target(ALICE.uri()), new NotifyListener() {
                    @Override
                    public boolean notified(Notification notification) {
                        heard.add(notification.dialog() + " " + notification.state() + ' '
                                + notification.body().map(Body::text).orElse("-"));
                        return !notification.body().map(Body::text).orElse("").equals("garbage");
                    }

                    @Override
                    public void lost(boolean forGood) {
                        heard.add(forGood ? "lost for good" : "lost");
                    }
                })
                .orElseThrow();
        schedule.pass(Duration.ZERO);
        return subscription;
    }

    private ClientSubscription established() {
        ClientSubscription subscription = begin();
        notifier.accept(600);
        assertThat(stage.notified("active 600", "full")).isEqualTo(200);
        heard.clear();
        return subscription;
    }

    private int subscribes() {
        return notifier.sent().size();
    }

    /** How long it takes, in seconds, until another SUBSCRIBE is sent. */
    private long wait(int longest) {
        int before = subscribes();
        for (int seconds = 0; seconds <= longest; seconds++) {
            if (subscribes() > before) {
                return seconds;
            }
            schedule.pass(SECOND);
        }
        return -1;
    }

    @Test
    void theFirstSubscribeAsksForWhatIsWanted() {
        begin();
        OutgoingSubscribe first = notifier.last();
        assertThat(first.dialog().id().remoteTag()).isEmpty();
        assertThat(first.dialog().remoteTarget()).isEqualTo(ALICE.uri());
        assertThat(first.dialog().routeSet()).containsExactly("sip:registrar.example.org;lr");
        assertThat(first.dialog().localUri()).isEqualTo("sip:watcher@example.org");
        assertThat(first.cseq()).isEqualTo(1);
        assertThat(first.expires()).isEqualTo(600);
        assertThat(first.event()).isEqualTo("reg");
    }

    @Test
    void aRefreshIsSentWithinTheDialogBeforeItExpires() {
        established();
        assertThat(wait(600)).isBetween(480L, 540L);
        OutgoingSubscribe refresh = notifier.last();
        assertThat(refresh.dialog().id().remoteTag()).isEqualTo("theirs");
        assertThat(refresh.dialog().remoteTarget()).isEqualTo("sip:notifier@192.0.2.7:5062");
        assertThat(refresh.dialog().routeSet()).containsExactly("sip:p2.example.org;lr");
        assertThat(refresh.cseq()).isEqualTo(2);
        notifier.accept(600);
        assertThat(wait(600)).isBetween(480L, 540L);
        assertThat(heard).isEmpty();
    }

    @Test
    void aNotifyMayComeBeforeTheSuccess() {
        begin();
        assertThat(stage.notified("active 600", "early")).isEqualTo(200);
        notifier.accept(600);
        assertThat(heard).containsExactly("1 active early");
        assertThat(wait(600)).isBetween(480L, 540L);
        assertThat(notifier.last().dialog().routeSet()).containsExactly("sip:p1.example.org;lr");
    }

    @Test
    void aNotifyWhoseSuccessIsLostHoldsTheSubscription() {
        begin();
        assertThat(stage.notified("active 600", "early")).isEqualTo(200);
        notifier.answer(new Answer.Timeout());
        assertThat(subscriptions.metrics().established()).isEqualTo(1);
        assertThat(wait(600)).isPositive();
        assertThat(notifier.last().dialog().id().remoteTag()).isEqualTo("theirs");
    }

    @Test
    void ofAForkedSubscribeOneDialogIsKept() {
        begin();
        assertThat(stage.receive(notifier.notify("one", 1, "active 600", "kept")))
                .isEqualTo(200);
        assertThat(stage.receive(notifier.notify("other", 1, "active 600", "dropped")))
                .isEqualTo(481);
        notifier.answer(ScriptedNotifier.success("other", 600));
        assertThat(wait(600)).isPositive();
        assertThat(notifier.last().dialog().id().remoteTag()).isEqualTo("one");
        assertThat(heard).containsExactly("1 active kept");
    }

    @Test
    void aSubscriptionThatIsNeverNotifiedIsMadeAnew() {
        begin();
        notifier.accept(600);
        long waited = wait(100);
        assertThat(waited).isBetween(32L, 36L);
        assertThat(notifier.last().dialog().id().remoteTag()).isEmpty();
        assertThat(notifier.last().dialog().id())
                .isNotEqualTo(notifier.sent().get(0).dialog().id());
    }

    @Test
    void tooBriefIsAskedAgainWithWhatTheServerWantsButOnlyOnce() {
        begin();
        notifier.answer(ScriptedNotifier.refusal(423, OptionalInt.of(900), OptionalInt.empty()));
        assertThat(notifier.last().expires()).isEqualTo(900);
        assertThat(notifier.last().cseq()).isEqualTo(2);
        notifier.answer(ScriptedNotifier.refusal(423, OptionalInt.of(1800), OptionalInt.empty()));
        assertThat(subscribes()).isEqualTo(2);
        assertThat(wait(10)).isBetween(1L, 4L);
        assertThat(notifier.last().expires()).isEqualTo(600);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 480, 481, 486, 500, 503, 504, 600})
    void troubleThatPassesIsTriedAgainAfterLongerAndLongerTimes(int status) {
        begin();
        for (long expected : new long[] {2, 4, 8, 16, 32}) {
            notifier.refuse(status);
            assertThat(wait(100)).isBetween(expected, expected + 1);
            assertThat(notifier.last().cseq()).isEqualTo(1);
        }
        for (int i = 0; i < 20; i++) {
            notifier.refuse(status);
            assertThat(wait(2000)).isLessThanOrEqualTo(1801);
        }
        assertThat(heard).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 400, 401, 403, 404, 405, 407, 410, 416, 420, 489, 501, 603, 604})
    void whatOnlyAHandCanChangeIsTriedAgainSeldom(int status) {
        begin();
        notifier.refuse(status);
        assertThat(wait(2000)).isBetween(1800L, 1801L);
    }

    @Test
    void retryAfterIsHonoured() {
        begin();
        notifier.answer(ScriptedNotifier.refusal(503, OptionalInt.empty(), OptionalInt.of(77)));
        assertThat(wait(100)).isBetween(77L, 78L);
    }

    @Test
    void noAnswerAndNoWayAreTriedAgain() {
        begin();
        notifier.answer(new Answer.Timeout());
        assertThat(wait(100)).isBetween(2L, 3L);
        notifier.answer(new Answer.Unreachable("no route"));
        assertThat(wait(100)).isBetween(4L, 5L);
        assertThat(subscriptions.metrics().counts().answers())
                .containsEntry("timeout", 1L)
                .containsEntry("unreachable", 1L);
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 405, 410, 416, 480, 481, 482, 483, 484, 485, 489, 501, 604})
    void aRefusedRefreshOfTheseStatusesEndsTheDialog(int status) {
        established();
        assertThat(wait(600)).isPositive();
        notifier.refuse(status);
        assertThat(subscriptions.metrics().established()).isZero();
        assertThat(wait(2000)).isNotNegative();
        assertThat(notifier.last().dialog().id().remoteTag()).isEmpty();
    }

    @Test
    void a481MakesANewDialogAtOnce() {
        established();
        assertThat(wait(600)).isPositive();
        notifier.refuse(481);
        assertThat(wait(2)).isLessThanOrEqualTo(1);
        assertThat(heard).isEmpty();
        notifier.accept(600);
        assertThat(stage.notified("active 600", "again")).isEqualTo(200);
        assertThat(heard).containsExactly("2 active again");
    }

    @Test
    void aRefreshThatFailsOtherwiseIsTriedAgainUntilTheSubscriptionExpires() {
        established();
        long waited = wait(600);
        notifier.refuse(500);
        assertThat(wait(600)).isBetween(2L, 3L);
        assertThat(notifier.last().dialog().id().remoteTag()).isEqualTo("theirs");
        assertThat(heard).isEmpty();
        while (notifier.last().dialog().id().remoteTag().equals("theirs")) {
            notifier.refuse(503);
            assertThat(waited).isLessThan(1000);
            waited += Math.max(0, wait(1000));
        }
        assertThat(heard).containsExactly("lost");
    }

    @ParameterizedTest
    @CsvSource({
        "terminated deactivated, 0, 1",
        "terminated timeout, 0, 1",
        "terminated probation 40, 40, 41",
        "terminated probation, 2, 3",
        "terminated giveup 50, 50, 51",
        "terminated giveup, 2, 3",
        "terminated, 2, 3",
        "terminated whatever, 2, 3",
        "terminated deactivated 30, 30, 31"
    })
    void afterTheEndASubscriptionIsMadeAnewAsItsReasonSays(String state, long least, long most) {
        established();
        schedule.pass(Duration.ofMinutes(1));
        assertThat(stage.notified(state, "")).isEqualTo(200);
        assertThat(wait(100)).isBetween(least, most);
        assertThat(notifier.last().dialog().id().remoteTag()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rejected", "noresource", "invariant"})
    void theseReasonsEndItForGood(String reason) {
        established();
        assertThat(stage.notified("terminated " + reason, "")).isEqualTo(200);
        assertThat(heard).containsExactly("lost for good");
        schedule.pass(Duration.ofDays(2));
        assertThat(subscribes()).isEqualTo(1);
        assertThat(subscriptions.metrics().waiting()).isZero();
        assertThat(schedule.waiting()).isZero();
    }

    @Test
    void aNotifierThatEndsEverySubscriptionIsNotAskedFasterAndFaster() {
        begin();
        for (int i = 0; i < 100; i++) {
            notifier.accept(600);
            assertThat(stage.notified("active 600", "x")).isEqualTo(200);
            assertThat(stage.notified("terminated deactivated", "")).isEqualTo(200);
            assertThat(wait(2000)).isGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void aNotifyThatShortensTheLifetimeIsBelieved() {
        established();
        assertThat(stage.notified("active 20", "x")).isEqualTo(200);
        assertThat(wait(600)).isBetween(15L, 19L);
    }

    @Test
    void aNotifyOutOfOrderIsRefusedAndOneThatComesAgainIsNotTakenTwice() {
        established();
        assertThat(stage.receive(notifier.notify("theirs", 20, "active 600", "a")))
                .isEqualTo(200);
        assertThat(stage.receive(notifier.notify("theirs", 20, "active 600", "a")))
                .isEqualTo(200);
        assertThat(stage.receive(notifier.notify("theirs", 19, "active 600", "b")))
                .isEqualTo(500);
        assertThat(heard).containsExactly("1 active a");
        assertThat(subscriptions.metrics().counts().notifies())
                .containsEntry("repeated", 1L)
                .containsEntry("500", 1L);
    }

    @Test
    void aNotifyForAnotherPackageOrDialogIsRefused() {
        established();
        IncomingNotify good = notifier.notify("active 600", "x");
        IncomingNotify otherEvent =
                new IncomingNotify(good.dialog(), good.cseq(), "presence", good.state(), good.peer(), good.body());
        assertThat(stage.receive(otherEvent)).isEqualTo(489);
        assertThat(stage.receive(notifier.notify("stranger", 30, "active 600", "x")))
                .isEqualTo(481);
        IncomingNotify elsewhere = new IncomingNotify(
                new org.sippresence.model.DialogId("other", good.dialog().localTag(), "theirs"),
                30,
                "reg",
                good.state(),
                good.peer(),
                good.body());
        assertThat(stage.receive(elsewhere)).isEqualTo(481);
        assertThat(heard).isEmpty();
    }

    @Test
    void aBodyThatIsTooLongOrOfAnotherTypeIsRefused() {
        established();
        IncomingNotify good = notifier.notify("active 600", "x");
        assertThat(stage.notified("active 600", "x".repeat(1001))).isEqualTo(413);
        assertThat(stage.receive(new IncomingNotify(
                        good.dialog(),
                        90,
                        "reg",
                        good.state(),
                        good.peer(),
                        Optional.of(Body.of(MediaType.PIDF, "x")))))
                .isEqualTo(415);
        assertThat(heard).isEmpty();
    }

    @Test
    void aStormOfNotifiesIsHeldOffAndPasses() {
        established();
        schedule.pass(SECOND);
        int taken = 0;
        for (int i = 0; i < 1000; i++) {
            taken += stage.notified("active 600", "x") == 200 ? 1 : 0;
        }
        assertThat(taken).isEqualTo(50);
        assertThat(schedule.waiting()).isLessThan(5);
        schedule.pass(SECOND);
        assertThat(stage.notified("active 600", "x")).isEqualTo(200);
    }

    @Test
    void whatIsNotUnderstoodIsCounted() {
        established();
        assertThat(stage.notified("active 600", "garbage")).isEqualTo(200);
        assertThat(subscriptions.metrics().counts().notifies()).containsEntry("malformed", 1L);
    }

    @Test
    void whoEndsASubscriptionSaysSoAndHearsNothingMore() {
        ClientSubscription subscription = established();
        subscription.end();
        assertThat(notifier.last().expires()).isZero();
        assertThat(notifier.last().dialog().id().remoteTag()).isEqualTo("theirs");
        assertThat(stage.notified("terminated timeout", "last")).isEqualTo(200);
        notifier.answer(ScriptedNotifier.success("theirs", 0));
        schedule.pass(Duration.ofSeconds(33));
        assertThat(stage.notified("active 60", "late")).isEqualTo(481);
        assertThat(heard).isEmpty();
        assertThat(schedule.waiting()).isZero();
    }

    @Test
    void whatIsEndedWhileItIsTriedIsEndedWhenTheAnswerComes() {
        ClientSubscription subscription = begin();
        subscription.end();
        assertThat(subscribes()).isEqualTo(1);
        notifier.accept(600);
        assertThat(notifier.last().expires()).isZero();
        assertThat(notifier.last().dialog().id().remoteTag()).isEqualTo("theirs");
    }

    @Test
    void askingForTheWholeStateIsARefreshAndNotTooOften() {
        ClientSubscription subscription = established();
        for (int i = 0; i < 100; i++) {
            subscription.refresh();
            schedule.pass(Duration.ofMillis(100));
            while (notifier.isAsked()) {
                notifier.accept(600);
            }
        }
        assertThat(subscribes()).isBetween(4, 5);
        assertThat(notifier.last().dialog().id().remoteTag()).isEqualTo("theirs");
        assertThat(wait(600)).isLessThanOrEqualTo(4);
        notifier.accept(600);
        assertThat(wait(600)).isGreaterThan(400);
    }

    @Test
    void noMoreSubscriptionsBeginInASecondThanMay() {
        for (int i = 0; i < 10; i++) {
            subscriptions.subscribe(target("sip:u" + i + "@example.org"), new Silent());
        }
        schedule.pass(Duration.ofMillis(450));
        assertThat(subscribes()).isEqualTo(5);
        schedule.pass(SECOND);
        assertThat(subscribes()).isEqualTo(10);
    }

    @Test
    void noMoreSubscriptionsAreHeldThanMayAndNoneToOurselves() {
        ClientSubscriptionStage limited = new ClientSubscriptionStage(new Limits(600, 1, 10, 1000));
        ClientSubscriptions small = limited.subscriptions;
        limited.notifier.isOurs("sip:registrar.example.org;lr");
        assertThat(small.subscribe(target("sip:a@example.org"), new Silent())).isEmpty();
        SubscriptionTarget direct = new SubscriptionTarget(
                ALICE,
                new Destination("sip:b@192.0.2.1", List.of(), "sip:b@example.org", "sip:b@example.org"),
                target("sip:b@192.0.2.1").state());
        assertThat(small.subscribe(direct, new Silent())).isPresent();
        assertThat(small.subscribe(direct, new Silent())).isEmpty();
        assertThat(small.metrics().counts().notBegun())
                .containsEntry("loop", 1L)
                .containsEntry("too_many", 1L);
    }

    @Test
    void aFullLaneAsksTheNotifierToComeAgain() {
        established();
        schedule.full(true);
        assertThat(stage.notified("active 600", "x")).isEqualTo(503);
    }

    @Test
    void ourOwnSubscribeIsKnownWhenItComesBack() {
        established();
        assertThat(subscriptions.isOurs(
                        notifier.last().dialog().id().callId(),
                        notifier.last().dialog().id().localTag()))
                .isTrue();
        assertThat(subscriptions.isOurs("x", "y")).isFalse();
    }

    private static final class Silent implements NotifyListener {

        @Override
        public boolean notified(Notification notification) {
            return true;
        }

        @Override
        public void lost(boolean forGood) {}
    }

    private void challenge() {
        notifier.answer(new Answer.Challenged(notifier::send));
    }

    @Test
    void aChallengedSubscribeIsRepeatedWithTheNextCSeq() {
        begin();
        challenge();
        challenge();
        assertThat(notifier.sent()).extracting(OutgoingSubscribe::cseq).containsExactly(1L, 2L, 3L);
        assertThat(notifier.last().dialog().id().remoteTag()).isEmpty();
        assertThat(notifier.last().expires()).isEqualTo(600);
        notifier.accept(600);
        assertThat(stage.notified("active 600", "full")).isEqualTo(200);
        assertThat(wait(600)).isBetween(480L, 540L);
        challenge();
        assertThat(notifier.last().cseq()).isEqualTo(5);
        assertThat(notifier.last().dialog().id().remoteTag()).isEqualTo("theirs");
        notifier.accept(600);
        assertThat(subscriptions.metrics().established()).isEqualTo(1);
        assertThat(subscriptions.metrics().counts().answers()).containsOnly(Map.entry("2xx", 2L));
    }

    @Test
    void rejectedCredentialsAreTriedSeldom() {
        begin();
        challenge();
        notifier.refuse(401);
        assertThat(subscribes()).isEqualTo(2);
        assertThat(wait(2000)).isBetween(1800L, 1801L);
    }

    @Test
    void aChallengedUnsubscriptionIsRepeated() {
        ClientSubscription subscription = established();
        subscription.end();
        challenge();
        assertThat(notifier.last().expires()).isZero();
        assertThat(notifier.last().cseq()).isEqualTo(3);
        notifier.accept(0);
        assertThat(subscribes()).isEqualTo(3);
    }

    @Test
    void aSubscriptionThatIsNotNeededAnyMoreIsNotRepeated() {
        ClientSubscription subscription = begin();
        subscription.end();
        challenge();
        assertThat(subscribes()).isEqualTo(1);
    }
}
