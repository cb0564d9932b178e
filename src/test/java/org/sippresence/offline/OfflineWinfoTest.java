package org.sippresence.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.testkit.Fixtures.NOON;
import static org.sippresence.testkit.Fixtures.alice;
import static org.sippresence.testkit.Fixtures.bob;
import static org.sippresence.testkit.Fixtures.dialog;
import static org.sippresence.testkit.Fixtures.publish;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.sippresence.authorization.Authorization;
import org.sippresence.authorization.Authorizer;
import org.sippresence.events.winfo.WatcherInfoRules;
import org.sippresence.model.Aor;
import org.sippresence.model.Body;
import org.sippresence.model.Dialog;
import org.sippresence.model.EventId;
import org.sippresence.model.EventName;
import org.sippresence.model.ExpiresPolicy;
import org.sippresence.notification.NotifySender.Answer;
import org.sippresence.offline.OfflineWinfo.Dump;
import org.sippresence.presentity.InMemoryPresentityStore;
import org.sippresence.settings.SubscriptionSettings;
import org.sippresence.settings.SubscriptionSettings.Auth;
import org.sippresence.settings.SubscriptionSettings.Rules;
import org.sippresence.settings.SubscriptionSettings.Unmatched;
import org.sippresence.settings.SubscriptionSettings.Waiting;
import org.sippresence.settings.WatcherInfoSettings;
import org.sippresence.settings.WatcherInfoSettings.Offline;
import org.sippresence.subscription.OfflineWatcher;
import org.sippresence.subscription.SubscribeCommand;
import org.sippresence.testkit.Fixtures;
import org.sippresence.testkit.MutableClock;
import org.sippresence.testkit.RecordingNotifySender;
import org.sippresence.testkit.TestBed;

/** Watchers who come while the presentity is offline. */
final class OfflineWinfoTest {

    private static final EventName WINFO = new EventName("presence.winfo");

    private final InMemoryPresentityStore store = new InMemoryPresentityStore();
    private final RecordingNotifySender sender = new RecordingNotifySender();
    private final MutableClock clock = new MutableClock(NOON);
    private volatile Authorization decision = Authorization.CONFIRM;

    @AutoClose
    private TestBed bed = start(true, true);

    private TestBed start(boolean used, boolean automatic) {
        return TestBed.plan()
                .store(store)
                .sender(sender)
                .clock(clock)
                .subscription(new SubscriptionSettings(
                        new ExpiresPolicy(3600, 3600, 0),
                        Auth.IMPLICIT,
                        new Rules(true, false, Unmatched.BLOCK),
                        "10",
                        Waiting.none()))
                .winfo(new WatcherInfoSettings(
                        true, false, Duration.ZERO, new Offline(used, automatic, Duration.ofDays(3), Optional.empty())))
                .authorizer(requester -> Authorizer.always(decision).decide(requester))
                .start();
    }

    private void restart(boolean used, boolean automatic) {
        bed.close();
        bed = start(used, automatic);
    }

    private void subscribe(EventName event, Aor watcher, String dialog, int expires) {
        bed.settled(bed.subscribe(command(event, watcher, dialog(dialog), expires)));
    }

    private void resubscribe(EventName event, Aor watcher, String dialog, int expires) {
        Dialog within = dialog(dialog);
        bed.settled(
                bed.resubscribe(command(event, watcher, within.refreshed(within.target(), within.flow(), 2), expires)));
    }

    private static SubscribeCommand command(EventName event, Aor watcher, Dialog dialog, int expires) {
        return Fixtures.subscribe(new EventId(event, ""), watcher, dialog, expires);
    }

    private List<Aor> stored() {
        return TestBed.get(bed.offlineWinfo.stored(alice())).stream()
                .map(OfflineWatcher::watcher)
                .toList();
    }

    private boolean storeByHand(Aor watcher) {
        return TestBed.get(bed.offlineWinfo.store(alice(), watcher, EventName.PRESENCE));
    }

    private Dump dump() {
        return TestBed.get(bed.offlineWinfo.dump(alice(), EventName.PRESENCE));
    }

    private String last(String dialog) {
        List<String> bodies = sender.in(dialog(dialog).id()).stream()
                .flatMap(notify -> notify.body().map(Body::text).stream())
                .toList();
        String document = bodies.get(bodies.size() - 1);
        WatcherInfoRules.check(document);
        return document;
    }

    /** Bob subscribes while Alice is offline, and gives up before she comes. */
    private void bobCameAndWent() {
        subscribe(EventName.PRESENCE, bob(), "bob", 600);
        resubscribe(EventName.PRESENCE, bob(), "bob", 0);
        assertThat(stored()).containsExactly(bob());
    }

    @Test
    void whoComesWhileThePresentityIsOfflineIsStoredOnce() {
        subscribe(EventName.PRESENCE, bob(), "bob", 600);
        clock.advanceSeconds(60);
        subscribe(EventName.PRESENCE, bob(), "again", 600);
        resubscribe(EventName.PRESENCE, bob(), "again", 600);
        assertThat(store.offlineWatchers(alice()))
                .containsExactly(new OfflineWatcher(
                        alice(),
                        "registrar",
                        bob(),
                        EventName.PRESENCE,
                        NOON.plusSeconds(60),
                        NOON.plusSeconds(60).plus(Duration.ofDays(3))));
    }

    @Test
    void onlyNewPendingSubscriptionsToWhoIsOfflineAreStored() {
        decision = Authorization.ALLOW;
        subscribe(EventName.PRESENCE, bob(), "active", 600);
        decision = Authorization.CONFIRM;
        subscribe(EventName.PRESENCE, bob(), "fetch", 0);
        subscribe(WINFO, alice(), "own", 600);
        TestBed.get(bed.publish(publish(alice(), "open")));
        subscribe(EventName.PRESENCE, bob(), "online", 600);
        assertThat(stored()).isEmpty();
    }

    @Test
    void thePresentityIsToldAndWhatItWasToldIsForgotten() {
        bobCameAndWent();
        clock.advanceSeconds(100);
        subscribe(WINFO, alice(), "own", 600);
        assertThat(last("own"))
                .contains("status=\"pending\" event=\"subscribe\" duration-subscribed=\"100\">sip:bob@example.org<");
        assertThat(stored()).isEmpty();
        assertThat(store.offlineWatchers(alice())).isEmpty();
        resubscribe(WINFO, alice(), "own", 600);
        assertThat(last("own")).doesNotContain("bob");
    }

    @Test
    void aRefusedNotifyKeepsTheRow() {
        bobCameAndWent();
        sender.answerWith(notify -> Optional.of(new Answer.Response(500, -1)));
        subscribe(WINFO, alice(), "own", 0);
        assertThat(last("own")).contains("sip:bob@example.org");
        assertThat(stored()).containsExactly(bob());
        sender.answerWith(notify -> Optional.of(new Answer.Timeout()));
        subscribe(WINFO, alice(), "second", 600);
        assertThat(stored()).containsExactly(bob());
        sender.answerWith(notify -> Optional.of(RecordingNotifySender.OK));
        subscribe(WINFO, alice(), "third", 600);
        assertThat(last("third")).contains("sip:bob@example.org");
        assertThat(stored()).isEmpty();
    }

    @Test
    void whoCameWhileTheNotifyWasUnderWayIsKept() {
        bobCameAndWent();
        sender.hold();
        subscribe(WINFO, alice(), "own", 600);
        sender.answerWith(notify -> notify.dialog().id().equals(dialog("own").id())
                ? Optional.empty()
                : Optional.of(RecordingNotifySender.OK));
        Aor carol = Aor.parse("sip:carol@example.org");
        subscribe(EventName.PRESENCE, carol, "carol", 600);
        sender.answer(dialog("own").id(), 200);
        bed.settle();
        assertThat(stored()).containsExactly(carol);
    }

    @Test
    void whoIsStillSubscribedIsNamedOnce() {
        subscribe(EventName.PRESENCE, bob(), "bob", 600);
        assertThat(stored()).containsExactly(bob());
        subscribe(WINFO, alice(), "own", 600);
        assertThat(last("own").split("sip:bob@example.org", -1)).hasSize(2);
        assertThat(last("own")).contains("expiration=\"600\"");
        assertThat(stored()).isEmpty();
    }

    @Test
    void whoIsNotThePresentityLearnsOfThemButMakesNothingForgotten() {
        bobCameAndWent();
        subscribe(WINFO, Aor.parse("sip:carol@example.org"), "carol", 600);
        assertThat(last("carol")).contains("sip:bob@example.org");
        assertThat(stored()).containsExactly(bob());
    }

    @Test
    void whatIsOldIsNotToldAnyMore() {
        bobCameAndWent();
        clock.advance(Duration.ofDays(3));
        assertThat(stored()).isEmpty();
        subscribe(WINFO, alice(), "own", 600);
        assertThat(last("own")).doesNotContain("bob");
        assertThat(store.cleanOfflineWatchers(clock.instant().plusMillis(1))).isEqualTo(1);
    }

    @Test
    void theyOutliveTheServer() {
        bobCameAndWent();
        restart(true, true);
        subscribe(WINFO, alice(), "own", 600);
        assertThat(last("own")).contains("sip:bob@example.org");
        assertThat(store.offlineWatchers(alice())).isEmpty();
    }

    @Test
    void aDumpTellsThoseWhoAreSubscribedWhatWasStoredByHand() {
        restart(true, false);
        subscribe(EventName.PRESENCE, bob(), "bob", 600);
        resubscribe(EventName.PRESENCE, bob(), "bob", 0);
        assertThat(stored()).isEmpty();
        assertThat(storeByHand(bob())).isTrue();
        assertThat(dump()).isEqualTo(new Dump(1, 0));
        subscribe(WINFO, alice(), "own", 600);
        assertThat(last("own")).doesNotContain("bob");
        assertThat(dump()).isEqualTo(new Dump(1, 1));
        bed.settle();
        assertThat(last("own")).contains("state=\"full\"").contains("sip:bob@example.org");
        assertThat(stored()).isEmpty();
        assertThat(dump()).isEqualTo(new Dump(0, 0));
    }

    @Test
    void thereIsABoundForEachPresentity() {
        bed.change(alice(), transaction -> {
            for (int i = 0; i < OfflineWatchers.MOST; i++) {
                transaction
                        .offlineWatchers()
                        .save(new OfflineWatcher(
                                alice(),
                                "registrar",
                                Aor.parse("sip:w" + i + "@example.org"),
                                EventName.PRESENCE,
                                NOON,
                                NOON.plusSeconds(60)));
            }
        });
        assertThat(storeByHand(bob())).isFalse();
        assertThat(storeByHand(Aor.parse("sip:w7@example.org"))).isTrue();
    }

    @Test
    void switchedOffNothingIsStoredOrTold() {
        bobCameAndWent();
        restart(false, true);
        subscribe(EventName.PRESENCE, Aor.parse("sip:carol@example.org"), "carol", 600);
        resubscribe(EventName.PRESENCE, Aor.parse("sip:carol@example.org"), "carol", 0);
        subscribe(WINFO, alice(), "own", 600);
        assertThat(last("own")).doesNotContain("bob").doesNotContain("carol");
        assertThat(stored()).containsExactly(bob());
    }
}
