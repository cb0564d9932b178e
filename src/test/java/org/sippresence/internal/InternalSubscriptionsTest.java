package org.sippresence.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.testkit.Fixtures.alice;
import static org.sippresence.testkit.Fixtures.bob;
import static org.sippresence.testkit.Fixtures.dialog;
import static org.sippresence.testkit.Fixtures.publish;
import static org.sippresence.testkit.Fixtures.subscribe;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sippresence.authorization.Authorization;
import org.sippresence.authorization.Authorizer;
import org.sippresence.internal.InternalSubscriptions.Outcome;
import org.sippresence.internal.InternalSubscriptions.SubscribeRequest;
import org.sippresence.model.Body;
import org.sippresence.model.EventName;
import org.sippresence.notification.Notify;
import org.sippresence.presentity.InMemoryPresentityStore;
import org.sippresence.testkit.Fixtures;
import org.sippresence.testkit.MutableClock;
import org.sippresence.testkit.RecordingNotifySender;
import org.sippresence.testkit.TestBed;

final class InternalSubscriptionsTest {

    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
    private static final SubscribeRequest WISH = new SubscribeRequest(bob(), alice(), EventName.PRESENCE, List.of());

    private final RecordingNotifySender outside = new RecordingNotifySender();
    private final MutableClock clock = new MutableClock(Fixtures.NOON);
    private final InMemoryPresentityStore store = new InMemoryPresentityStore();
    private final List<Notify> heard = new CopyOnWriteArrayList<>();
    private Authorization decision = Authorization.ALLOW;
    private TestBed bed = start();

    private TestBed start() {
        return TestBed.plan()
                .sender(outside)
                .clock(clock)
                .store(store)
                .authorizer(
                        (Authorizer) requester -> Authorizer.always(decision).decide(requester))
                .start();
    }

    @AfterEach
    void close() {
        bed.close();
        assertThat(outside.violations()).isEmpty();
    }

    private InternalSubscriptions subscriptions(boolean accepts) {
        return new InternalSubscriptions(bed.subscribing, bed.packages, bed.internalSender, accepts);
    }

    private Outcome subscribed(Duration expires) {
        Outcome outcome = bed.settled(subscriptions(true).subscribe(WISH, expires, heard::add));
        return outcome;
    }

    private void published(String state) {
        Object unused = bed.settled(bed.publish(publish(alice(), state)));
    }

    private List<String> bodies() {
        return heard.stream()
                .map(each -> each.body().map(Body::text).orElse("-"))
                .toList();
    }

    private List<String> states() {
        return heard.stream().map(Notify::subscriptionState).toList();
    }

    private int stored() {
        return bed.read(
                alice(),
                transaction -> transaction.subscriptions().subscriptions().size());
    }

    private static int status(Outcome outcome) {
        return ((Outcome.Refused) outcome).rejection().status();
    }

    @Test
    void whoIsInsideHearsEveryChangeInOrderAndNothingLeaves() {
        assertThat(subscribed(TEN_MINUTES)).isInstanceOf(Outcome.Subscribed.class);
        published("open");
        assertThat(bodies()).containsExactly("offline", "open");
        assertThat(heard.get(1).cseq()).isGreaterThan(heard.get(0).cseq());
        assertThat(outside.count()).isZero();
        Object unused = bed.settled(bed.subscribe(subscribe(alice(), "a", 600)));
        assertThat(outside.bodies(dialog("a").id())).containsExactly("open");
    }

    @Test
    void itIsRefreshedAndEndedAsAnyOther() {
        Outcome.Subscribed subscribed = (Outcome.Subscribed) subscribed(TEN_MINUTES);
        assertThat(subscribed.expires()).isEqualTo(600);
        assertThat(TestBed.get(subscribed.handle().refresh(Duration.ofMinutes(5))))
                .isInstanceOfSatisfying(
                        Outcome.Subscribed.class,
                        again -> assertThat(again.expires()).isEqualTo(300));
        bed.settle();
        assertThat(states()).containsExactly("active;expires=600", "active;expires=300");
        assertThat(bed.settled(subscribed.handle().end())).isInstanceOf(Outcome.Subscribed.class);
        assertThat(states()).last().isEqualTo("terminated;reason=timeout");
        assertThat(stored()).isZero();
        assertThat(bed.internalSender.listeners()).isZero();
        assertThat(status(TestBed.get(subscribed.handle().refresh(TEN_MINUTES))))
                .isEqualTo(481);
    }

    @Test
    void itEndsByItselfWhenItIsNotRefreshed() {
        Outcome unused = subscribed(TEN_MINUTES);
        clock.advance(Duration.ofMinutes(11));
        bed.expire(alice());
        bed.settle();
        assertThat(states()).last().isEqualTo("terminated;reason=timeout");
        assertThat(bed.internalSender.listeners()).isZero();
    }

    @Test
    void thePresentitysRulesDecideAboutItsWatcher() {
        decision = Authorization.BLOCK;
        assertThat(status(subscribed(TEN_MINUTES))).isEqualTo(403);
        assertThat(bed.internalSender.listeners()).isZero();
        decision = Authorization.CONFIRM;
        assertThat(subscribed(TEN_MINUTES)).isInstanceOf(Outcome.Subscribed.class);
        assertThat(states()).containsExactly("pending;expires=600");
        assertThat(bodies()).containsExactly("-");
    }

    @Test
    void thereAreNoneUnlessTheOperatorAcceptsThem() {
        assertThat(status(TestBed.get(subscriptions(false).subscribe(WISH, TEN_MINUTES, heard::add))))
                .isEqualTo(403);
        assertThat(heard).isEmpty();
    }

    @Test
    void anUnknownEventPackageIsRefused() {
        SubscribeRequest wish = new SubscribeRequest(bob(), alice(), new EventName("nothing"), List.of());
        assertThat(status(TestBed.get(subscriptions(true).subscribe(wish, TEN_MINUTES, heard::add))))
                .isEqualTo(489);
    }

    @Test
    void aListenerThatFailsHarmsNobodyElse() {
        Object unused = TestBed.get(subscriptions(true).subscribe(WISH, TEN_MINUTES, notify -> {
            throw new IllegalStateException("as the test wants it");
        }));
        Outcome other = subscribed(TEN_MINUTES);
        published("open");
        assertThat(other).isInstanceOf(Outcome.Subscribed.class);
        assertThat(bodies()).endsWith("open");
    }

    @Test
    void afterARestartItIsOver() {
        Outcome unused = subscribed(TEN_MINUTES);
        bed.close();
        bed = start();
        assertThat(stored()).isEqualTo(1);
        published("open");
        assertThat(stored()).isZero();
        assertThat(bodies()).containsExactly("offline");
    }
}
