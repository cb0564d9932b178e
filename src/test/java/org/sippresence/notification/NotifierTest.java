package org.sippresence.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.sippresence.testkit.Fixtures.alice;
import static org.sippresence.testkit.Fixtures.dialog;
import static org.sippresence.testkit.Fixtures.modify;
import static org.sippresence.testkit.Fixtures.publish;
import static org.sippresence.testkit.Fixtures.refresh;
import static org.sippresence.testkit.Fixtures.resubscribe;
import static org.sippresence.testkit.Fixtures.subscribe;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.authorization.Authorization;
import org.sippresence.authorization.Authorizer;
import org.sippresence.model.Body;
import org.sippresence.model.DialogId;
import org.sippresence.model.EntityTag;
import org.sippresence.model.EventName;
import org.sippresence.notification.NotifySender.Answer;
import org.sippresence.publication.PublishCommand;
import org.sippresence.publication.PublishOutcome.Accepted;
import org.sippresence.settings.NotificationSettings;
import org.sippresence.settings.NotificationSettings.Ending;
import org.sippresence.subscription.SubscribeOutcome;
import org.sippresence.testkit.Fixtures;
import org.sippresence.testkit.MutableClock;
import org.sippresence.testkit.RecordingNotifySender;
import org.sippresence.testkit.TestBed;

final class NotifierTest {

    private static final DialogId A = dialog("a").id();
    private static final DialogId B = dialog("b").id();

    private final RecordingNotifySender sender = new RecordingNotifySender();
    private final MutableClock clock = new MutableClock(Fixtures.NOON);

    @AutoClose
    private TestBed bed = TestBed.plan().sender(sender).clock(clock).start();

    private void rebuild(TestBed.Plan plan) {
        bed.close();
        bed = plan.sender(sender).start();
    }

    private EntityTag published(PublishCommand command) {
        EntityTag tag = ((Accepted) TestBed.get(bed.publish(command))).entityTag();
        bed.settle();
        return tag;
    }

    private void subscribed(String dialog) {
        subscribed(dialog, 600);
    }

    private void subscribed(String dialog, int expires) {
        assertThat(bed.settled(bed.subscribe(subscribe(alice(), dialog, expires))))
                .isInstanceOf(SubscribeOutcome.Accepted.class);
    }

    private void refreshed(String dialog, long cseq, int expires) {
        assertThat(bed.settled(bed.resubscribe(resubscribe(alice(), dialog, cseq, expires))))
                .isInstanceOf(SubscribeOutcome.Accepted.class);
    }

    private void answer(DialogId dialog, Answer how) {
        sender.answer(dialog, how);
        bed.settle();
    }

    private void answer(DialogId dialog, int status) {
        answer(dialog, new Answer.Response(status, -1));
    }

    private String lastState(DialogId dialog) {
        return sender.last(dialog).subscriptionState();
    }

    private int subscriptions() {
        return bed.read(
                alice(),
                transaction -> transaction.subscriptions().subscriptions().size());
    }

    @Test
    void whoGotNoBodyGetsTheStateWithTheNextNotify() {
        sender.hold();
        subscribed("a");
        answer(A, new Answer.Bodyless(new Answer.Response(200, -1)));
        assertThat(sender.in(A)).hasSize(2);
        answer(A, 200);
        assertThat(sender.in(A)).hasSize(2);
        assertThat(bed.notifier.outboxes()).isZero();
    }

    @Test
    void aFetchThatGotNoBodyIsOverWithTheNextNotify() {
        sender.hold();
        subscribed("a", 0);
        answer(A, new Answer.Bodyless(new Answer.Response(200, -1)));
        assertThat(sender.in(A)).hasSize(2);
        assertThat(lastState(A)).startsWith("terminated");
        answer(A, 200);
        assertThat(bed.notifier.outboxes()).isZero();
    }

    @Test
    void aRefusalOfANotifyWithoutBodyEndsTheSubscriptionAllTheSame() {
        sender.hold();
        subscribed("a");
        answer(A, new Answer.Bodyless(new Answer.Response(481, -1)));
        assertThat(sender.in(A)).hasSize(1);
        assertThat(subscriptions()).isZero();
        assertThat(bed.notifier.outboxes()).isZero();
    }

    @Test
    void aNotifyThatIsDeferredIsSentLaterAndOfAnEndedSubscriptionNot() {
        rebuild(TestBed.plan().clock(Clock.systemUTC()));
        sender.hold();
        subscribed("a");
        answer(A, new Answer.Deferred(1));
        await().until(() -> sender.in(A).size() == 2);
        answer(A, 200);
        refreshed("a", 2, 0);
        answer(A, new Answer.Deferred(1));
        assertThat(bed.notifier.outboxes()).isZero();
    }

    @Test
    void aNewSubscriptionIsToldTheStateAtOnce() {
        published(publish(alice(), "open"));
        subscribed("a");
        Notify notify = sender.all().get(0);
        assertThat(notify.dialog()).isEqualTo(dialog("a"));
        assertThat(notify.cseq()).isEqualTo(1);
        assertThat(notify.event()).isEqualTo("presence");
        assertThat(notify.subscriptionState()).isEqualTo("active;expires=600");
        assertThat(notify.body().map(Body::text)).contains("open");
        assertThat(bed.notifier.outboxes()).isZero();
    }

    @Test
    void aWatcherOfNobodyIsToldTheDefinedDocument() {
        subscribed("a");
        assertThat(sender.bodies(A)).containsExactly("offline");
    }

    @Test
    void aChangeReachesEveryWatcherAndARefreshOfThePublicationNobody() {
        subscribed("a");
        subscribed("b");
        EntityTag tag = published(publish(alice(), "open"));
        tag = published(refresh(alice(), tag, 600));
        tag = published(modify(alice(), tag, "open"));
        published(modify(alice(), tag, "busy"));
        assertThat(sender.bodies(A)).containsExactly("offline", "open", "busy");
        assertThat(sender.bodies(B)).containsExactly("offline", "open", "busy");
    }

    @Test
    void theChangeOfAWatcherItselfIsNotToldToIt() {
        subscribed("a");
        bed.change(
                alice(),
                transaction -> transaction.onCommit(later -> assertThat(
                                bed.notifier.notifyWatchers(later, EventName.PRESENCE, Optional.of(Fixtures.bob())))
                        .isZero()));
        bed.settle();
        assertThat(sender.count()).isEqualTo(1);
    }

    @Test
    void changesDuringANotifyCollapseIntoOneMoreWithTheNewestState() {
        sender.hold();
        subscribed("a");
        EntityTag tag = published(publish(alice(), "one"));
        tag = published(modify(alice(), tag, "two"));
        published(modify(alice(), tag, "three"));
        assertThat(sender.bodies(A)).containsExactly("offline");
        answer(A, 200);
        assertThat(sender.bodies(A)).containsExactly("offline", "three");
        answer(A, 200);
        assertThat(sender.bodies(A)).hasSize(2);
        assertThat(bed.notifier.outboxes()).isZero();
    }

    @Test
    void aDeadWatcherDelaysNobody() {
        sender.answerWith(
                notify -> notify.dialog().id().equals(A) ? Optional.empty() : Optional.of(RecordingNotifySender.OK));
        subscribed("a");
        subscribed("b");
        EntityTag tag = published(publish(alice(), "one"));
        published(modify(alice(), tag, "two"));
        assertThat(sender.bodies(A)).containsExactly("offline");
        assertThat(sender.bodies(B)).containsExactly("offline", "one", "two");
        answer(A, new Answer.Timeout());
        assertThat(subscriptions()).isEqualTo(1);
        assertThat(bed.notifier.outboxes()).isZero();
    }

    @Test
    void aRefreshIsToldAlthoughNothingChanged() {
        subscribed("a");
        clock.advanceSeconds(100);
        refreshed("a", 2, 600);
        assertThat(sender.in(A)).hasSize(2);
        assertThat(lastState(A)).isEqualTo("active;expires=600");
    }

    @Test
    void theTimeLeftIsRoundedUp() {
        subscribed("a");
        clock.advance(Duration.ofMillis(100_500));
        published(publish(alice(), "open"));
        assertThat(lastState(A)).isEqualTo("active;expires=500");
    }

    @Test
    void anUnsubscriptionIsToldItsEndAfterEverythingElse() {
        published(publish(alice(), "open"));
        sender.hold();
        subscribed("a");
        refreshed("a", 2, 0);
        assertThat(sender.in(A)).hasSize(1);
        answer(A, 200);
        assertThat(sender.in(A)).hasSize(2);
        assertThat(lastState(A)).isEqualTo("terminated;reason=timeout");
        assertThat(sender.bodies(A)).containsExactly("open", "open");
        answer(A, 200);
        assertThat(bed.notifier.outboxes()).isZero();
    }

    @Test
    void anExpiredSubscriptionIsToldItsEndWithAHigherCSeq() {
        subscribed("a");
        clock.advanceSeconds(600);
        bed.expire(alice());
        bed.settle();
        assertThat(lastState(A)).isEqualTo("terminated;reason=timeout");
        assertThat(sender.in(A)).extracting(Notify::cseq).containsExactly(1L, 2L);
        assertThat(subscriptions()).isZero();
        assertThat(bed.notifier.outboxes()).isZero();
    }

    @Test
    void anExpiredPublicationIsGoneFromTheState() {
        published(publish(alice(), "open"));
        clock.advanceSeconds(3_500);
        subscribed("a");
        clock.advanceSeconds(100);
        bed.expire(alice());
        bed.settle();
        assertThat(sender.bodies(A)).containsExactly("open", "offline");
    }

    @Test
    void aFetchGetsOneNotifyAndLeavesNothing() {
        published(publish(alice(), "open"));
        subscribed("a", 0);
        assertThat(sender.bodies(A)).containsExactly("open");
        assertThat(lastState(A)).isEqualTo("terminated;reason=timeout");
        assertThat(subscriptions()).isZero();
        assertThat(bed.notifier.outboxes()).isZero();
    }

    @Test
    void aPendingWatcherSeesNoStateAndNoChanges() {
        rebuild(TestBed.plan().clock(clock).authorizer(Authorizer.always(Authorization.CONFIRM)));
        published(publish(alice(), "open"));
        subscribed("a");
        published(publish(alice(), "second"));
        assertThat(sender.bodies(A)).containsExactly("-");
        assertThat(lastState(A)).isEqualTo("pending;expires=600");
        refreshed("a", 2, 0);
        assertThat(sender.bodies(A)).containsExactly("-", "-");
        assertThat(lastState(A)).isEqualTo("terminated;reason=timeout");
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 405, 410, 416, 480, 481, 482, 483, 484, 485, 489, 501, 604, 408})
    void anEndingAnswerRemovesTheSubscription(int status) {
        sender.hold();
        subscribed("a");
        published(publish(alice(), "open"));
        answer(A, status);
        assertThat(subscriptions()).isZero();
        assertThat(sender.in(A)).hasSize(1);
        assertThat(bed.notifier.outboxes()).isZero();
        assertThat(bed.store.count().subscriptions()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 405, 410, 416, 480, 481, 482, 483, 484, 485, 489, 501, 604})
    void anEndingAnswerEndsWhateverItSaysAboutALaterTime(int status) {
        sender.hold();
        subscribed("a");
        answer(A, new Answer.Response(status, 30));
        assertThat(subscriptions()).isZero();
        assertThat(failures()).containsExactly(status + " ended 1");
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 302, 400, 401, 403, 406, 407, 413, 415, 420, 486, 488, 491, 493, 600, 603, 606})
    void anyOtherRefusalKeepsTheSubscriptionAndIsNotRepeated(int status) {
        sender.hold();
        subscribed("a");
        answer(A, status);
        clock.advanceSeconds(60);
        assertThat(bed.notifier.outboxes()).as("nothing waits to be repeated").isZero();
        assertThat(subscriptions()).isEqualTo(1);
        assertThat(sender.in(A)).hasSize(1);
        published(publish(alice(), "next"));
        assertThat(sender.bodies(A)).as("the next change is told").containsExactly("offline", "next");
        assertThat(failures()).containsExactly(status / 100 + "xx kept 1");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504, 513, 580})
    void aServersFailureIsRepeatedThreeTimesAndKeepsTheSubscription(int status) {
        sender.hold();
        subscribed("a");
        for (int attempt = 1; attempt <= 3; attempt++) {
            answer(A, status);
            clock.advanceSeconds(10);
            published(publish(alice(), "goes " + attempt));
            assertThat(sender.in(A)).hasSize(attempt + 1);
        }
        answer(A, status);
        assertThat(subscriptions()).isEqualTo(1);
        assertThat(failures()).containsExactly("5xx kept 1", "5xx repeated 3");
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 400, 403, 404, 481, 486, 500, 503, 603})
    void everyRefusalEndsTheSubscriptionWhereTheSettingSaysSo(int status) {
        rebuild(TestBed.plan().clock(clock).notification(new NotificationSettings(Duration.ZERO, false, Ending.ANY)));
        sender.hold();
        subscribed("a");
        answer(A, new Answer.Response(status, 30));
        assertThat(subscriptions()).isZero();
        assertThat(bed.notifier.outboxes()).isZero();
    }

    @Test
    void timeoutsKeepTheirMeaningWhereEveryRefusalEnds() {
        rebuild(TestBed.plan().clock(clock).notification(new NotificationSettings(Duration.ZERO, false, Ending.ANY)));
        sender.hold();
        subscribed("a");
        answer(A, 408);
        assertThat(subscriptions()).isEqualTo(1);
        assertThat(failures()).containsExactly("408 kept 1");
    }

    @Test
    void aSilentWatcherIsKeptWhereTheSettingSaysSo() {
        rebuild(TestBed.plan().clock(clock).notification(keeping()));
        sender.hold();
        subscribed("a");
        answer(A, new Answer.Timeout());
        assertThat(subscriptions()).isEqualTo(1);
        published(publish(alice(), "one"));
        answer(A, 408);
        published(publish(alice(), "two"));
        assertThat(sender.bodies(A)).containsExactly("offline", "one", "one+two");
        answer(A, 200);
        assertThat(bed.notifier.outboxes()).isZero();
    }

    @Test
    void aFailureWithRetryAfterIsRepeatedWithTheNewestState() {
        rebuild(TestBed.plan().clock(Clock.systemUTC()));
        sender.hold();
        subscribed("a");
        answer(A, new Answer.Response(503, 1));
        published(publish(alice(), "newest"));
        assertThat(sender.in(A)).as("nothing before its time").hasSize(1);
        await().until(() -> sender.in(A).size() == 2);
        assertThat(sender.bodies(A)).containsExactly("offline", "newest");
        answer(A, 200);
        assertThat(subscriptions()).isEqualTo(1);
    }

    @Test
    void theLastNotifyIsRepeatedAfterAFailureWithRetryAfter() {
        rebuild(TestBed.plan().clock(Clock.systemUTC()));
        sender.hold();
        subscribed("a");
        answer(A, 200);
        refreshed("a", 2, 0);
        answer(A, new Answer.Response(503, 1));
        assertThat(sender.in(A)).as("nothing before its time").hasSize(2);
        await().until(() -> sender.in(A).size() == 3);
        assertThat(lastState(A)).startsWith("terminated");
        answer(A, 200);
        assertThat(bed.notifier.outboxes()).isZero();
    }

    @Test
    void theNotifyOfAFetchIsRepeatedUntilItsWatcherHasStoppedWaiting() {
        rebuild(TestBed.plan().clock(Clock.systemUTC()));
        sender.hold();
        subscribed("a", 0);
        answer(A, new Answer.Response(503, 0));
        await().until(() -> sender.in(A).size() == 2);
        answer(A, new Answer.Response(503, 3600));
        assertThat(failures()).containsExactly("5xx kept 1", "5xx repeated 1");
        assertThat(bed.notifier.outboxes()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0, terminated", "600, active"})
    void aRefreshOrEndIsToldAtOnceAlthoughARepetitionWaits(int expires, String state) {
        sender.hold();
        subscribed("a");
        answer(A, new Answer.Response(503, 3600));
        assertThat(sender.in(A)).hasSize(1);
        refreshed("a", 2, expires);
        assertThat(sender.in(A)).hasSize(2);
        assertThat(lastState(A)).startsWith(state);
    }

    @Test
    void anUnreachableWatcherIsTriedAgainAndThenEnded() {
        sender.hold();
        subscribed("a");
        for (int attempt = 1; attempt <= 3; attempt++) {
            answer(A, new Answer.Unreachable("no route"));
            assertThat(subscriptions()).isEqualTo(1);
            published(publish(alice(), "waits " + attempt));
            assertThat(sender.in(A)).as("waits ten seconds").hasSize(attempt);
            clock.advanceSeconds(10);
            published(publish(alice(), "goes " + attempt));
            assertThat(sender.in(A)).hasSize(attempt + 1);
        }
        answer(A, new Answer.Unreachable("no route"));
        assertThat(subscriptions()).isZero();
    }

    @Test
    void aSuccessForgetsEarlierFailures() {
        sender.hold();
        subscribed("a");
        for (int i = 0; i < 10; i++) {
            answer(A, new Answer.Unreachable("no route"));
            clock.advanceSeconds(10);
            published(publish(alice(), "goes " + i));
            answer(A, 200);
            published(publish(alice(), "next " + i));
        }
        assertThat(subscriptions()).isEqualTo(1);
    }

    @Test
    void changesKeepTheLeastIntervalAndTheLastOneIsTold() {
        rebuild(TestBed.plan().clock(Clock.systemUTC()).notification(everySeconds(2)));
        subscribed("a");
        EntityTag tag = published(publish(alice(), "one"));
        published(modify(alice(), tag, "two"));
        assertThat(sender.bodies(A)).containsExactly("offline");
        await().until(() -> sender.in(A).size() == 2);
        assertThat(sender.bodies(A)).containsExactly("offline", "two");
        await().until(() -> bed.notifier.outboxes() == 0);
    }

    @Test
    void aSubscribeIsToldAtOnceWhateverTheLeastInterval() {
        rebuild(TestBed.plan().clock(clock).notification(everySeconds(3600)));
        subscribed("a");
        refreshed("a", 2, 600);
        assertThat(sender.in(A)).hasSize(2);
        sender.hold();
        refreshed("a", 3, 600);
        refreshed("a", 4, 600);
        assertThat(sender.in(A)).hasSize(3);
        answer(A, 200);
        assertThat(sender.in(A)).as("not held up by the interval").hasSize(4);
        answer(A, 200);
        refreshed("a", 5, 0);
        assertThat(lastState(A)).isEqualTo("terminated;reason=timeout");
    }

    @Test
    void moreNotifiesThanABlockOfNumbersGoOutInOrder() {
        subscribed("a");
        EntityTag tag = published(publish(alice(), "0"));
        for (int i = 1; i < 350; i++) {
            tag = ((Accepted) TestBed.get(bed.publish(modify(alice(), tag, "body " + i)))).entityTag();
        }
        await().until(() -> sender.bodies(A).contains("body 349"));
        assertThat(sender.in(A))
                .extracting(Notify::cseq)
                .doesNotHaveDuplicates()
                .isSorted();
        bed.settle();
        assertThat(bed.notifier.outboxes()).isZero();
    }

    @Test
    void afterRandomChangesAndAnswersEveryWatcherHasTheFinalStateAndNothingIsLeft() {
        long seed = 6665;
        Random random = new Random(seed);
        sender.hold();
        List<DialogId> watchers = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            TestBed.get(bed.subscribe(subscribe(alice(), "w" + i, 3_600)));
            watchers.add(dialog("w" + i).id());
        }
        EntityTag tag = ((Accepted) TestBed.get(bed.publish(publish(alice(), "first")))).entityTag();
        for (int i = 0; i < 1_000; i++) {
            tag = ((Accepted) TestBed.get(bed.publish(modify(alice(), tag, "body " + i)))).entityTag();
            int answers = random.nextInt(4);
            for (int j = 0; j < answers; j++) {
                DialogId dialog = watchers.get(random.nextInt(watchers.size()));
                if (sender.isOpen(dialog)) {
                    sender.answer(
                            dialog, random.nextInt(20) == 0 ? new Answer.Response(500, 0) : RecordingNotifySender.OK);
                }
            }
        }
        sender.answerWith(notify -> Optional.of(RecordingNotifySender.OK));
        sender.answerAll(RecordingNotifySender.OK);
        await().untilAsserted(() -> assertThat(watchers)
                .as("seed %d", seed)
                .allSatisfy(each -> assertThat(sender.bodies(each)).endsWith("body 999")));
        bed.settle();
        await().until(() -> bed.notifier.outboxes() == 0);
        for (DialogId each : watchers) {
            assertThat(numbers(sender.bodies(each))).as("seed %d", seed).isSorted();
        }
    }

    private static List<Integer> numbers(List<String> bodies) {
        return bodies.stream()
                .filter(each -> each.startsWith("body "))
                .map(each -> Integer.valueOf(each.substring(5)))
                .toList();
    }

    private List<String> failures() {
        return bed.notifier.failures().counts().stream()
                .map(each -> each.reason() + " " + each.outcome() + " " + each.value())
                .toList();
    }

    private static NotificationSettings keeping() {
        return new NotificationSettings(Duration.ZERO, false, Ending.RFC6665);
    }

    private static NotificationSettings everySeconds(int seconds) {
        return new NotificationSettings(Duration.ofSeconds(seconds), true, Ending.RFC6665);
    }
}
