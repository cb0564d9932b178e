package org.sippresence.events.winfo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.sippresence.testkit.Fixtures.NOON;
import static org.sippresence.testkit.Fixtures.alice;
import static org.sippresence.testkit.Fixtures.bob;
import static org.sippresence.testkit.Fixtures.dialog;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.sippresence.authorization.Authorization;
import org.sippresence.authorization.Authorizer;
import org.sippresence.model.Aor;
import org.sippresence.model.Dialog;
import org.sippresence.model.EventName;
import org.sippresence.model.ExpiresPolicy;
import org.sippresence.model.PerDomain;
import org.sippresence.model.Rejection;
import org.sippresence.notification.Notify;
import org.sippresence.notification.NotifySender.Answer;
import org.sippresence.presentity.InMemoryPresentityStore;
import org.sippresence.settings.Settings;
import org.sippresence.settings.SubscriptionSettings;
import org.sippresence.settings.SubscriptionSettings.Auth;
import org.sippresence.settings.SubscriptionSettings.Rules;
import org.sippresence.settings.SubscriptionSettings.Unmatched;
import org.sippresence.settings.SubscriptionSettings.Waiting;
import org.sippresence.settings.WatcherInfoSettings;
import org.sippresence.subscription.SubscribeCommand;
import org.sippresence.subscription.SubscribeOutcome;
import org.sippresence.subscription.Subscription;
import org.sippresence.subscription.Watcher;
import org.sippresence.testkit.Fixtures;
import org.sippresence.testkit.MutableClock;
import org.sippresence.testkit.RecordingNotifySender;
import org.sippresence.testkit.TestBed;
import org.sippresence.testkit.TextPackage;

/** Watcher information from SUBSCRIBE to NOTIFY. */
final class WatcherInfoPackagesTest {

    private static final EventName WINFO = new EventName("presence.winfo");
    private static final Waiting WAITING = new Waiting(Duration.ofHours(10), PerDomain.same(3));

    private static final WatcherInfoSettings AT_ONCE = settings(true, true, Duration.ZERO);

    private final InMemoryPresentityStore store = new InMemoryPresentityStore();
    private final RecordingNotifySender sender = new RecordingNotifySender();
    private final MutableClock clock = new MutableClock(NOON);
    private volatile Authorization decision = Authorization.CONFIRM;

    @AutoClose
    private TestBed bed = start(AT_ONCE);

    private static WatcherInfoSettings settings(boolean served, boolean ownOnly, Duration minInterval) {
        return new WatcherInfoSettings(
                served,
                ownOnly,
                minInterval,
                Settings.of(Map.of()).watcherInfo().offline());
    }

    private TestBed start(WatcherInfoSettings winfo) {
        return TestBed.plan()
                .store(store)
                .sender(sender)
                .clock(clock)
                .packages(List.of(TextPackage.presence(), new TextPackage(new EventName("dialog"), false)), Map.of())
                .subscription(new SubscriptionSettings(
                        new ExpiresPolicy(3600, 3600, 0),
                        Auth.IMPLICIT,
                        new Rules(true, false, Unmatched.BLOCK),
                        "10",
                        WAITING))
                .winfo(winfo)
                .authorizer(requester -> Authorizer.always(decision).decide(requester))
                .start();
    }

    private static SubscribeCommand command(EventName event, Aor watcher, Dialog dialog, int expires) {
        return Fixtures.subscribe(event, new Watcher(watcher, "The " + watcher.user(), ""), dialog, expires);
    }

    private SubscribeOutcome subscribe(EventName event, Aor watcher, String dialog, int expires) {
        return bed.settled(bed.subscribe(command(event, watcher, dialog(dialog), expires)));
    }

    private SubscribeOutcome resubscribe(EventName event, Aor watcher, String dialog, int expires) {
        Dialog within = dialog(dialog);
        SubscribeOutcome outcome = bed.settled(
                bed.resubscribe(command(event, watcher, within.refreshed(within.target(), within.flow(), 2), expires)));
        return outcome;
    }

    private void reauthorize(Authorization now) {
        decision = now;
        bed.settled(bed.administration.watcherUpdates().updateWatchers(alice(), EventName.PRESENCE));
    }

    private void expire() {
        bed.expire(alice());
        bed.settle();
    }

    private List<String> documents(String dialog) {
        return sender.in(dialog(dialog).id()).stream()
                .map(Notify::body)
                .flatMap(Optional::stream)
                .map(body -> body.text())
                .toList();
    }

    private String last(String dialog) {
        List<String> all = documents(dialog);
        return all.get(all.size() - 1);
    }

    private WatcherTable table(String dialog) {
        WatcherTable table = new WatcherTable();
        documents(dialog).forEach(table::take);
        return table;
    }

    private Collection<String> known(String dialog) {
        return table(dialog).rows().values();
    }

    private Collection<Subscription> stored() {
        return bed.read(alice(), transaction -> transaction.subscriptions().subscriptions(EventName.PRESENCE));
    }

    @Test
    void theFirstDocumentIsWholeAndNamesEveryWatcher() {
        subscribe(EventName.PRESENCE, bob(), "bob", 600);
        clock.advanceSeconds(7);
        subscribe(WINFO, alice(), "own", 600);
        assertThat(documents("own")).hasSize(1);
        assertThat(last("own"))
                .contains("version=\"0\" state=\"full\"")
                .contains("resource=\"sip:alice@example.org\" package=\"presence\"")
                .contains("status=\"pending\" event=\"subscribe\" display-name=\"The bob\" expiration=\"593\""
                        + " duration-subscribed=\"7\">sip:bob@example.org<");
    }

    @Test
    void whatChangesIsToldAloneWithTheNextVersion() {
        subscribe(WINFO, alice(), "own", 600);
        subscribe(EventName.PRESENCE, bob(), "bob", 600);
        Aor carol = Aor.parse("sip:carol@example.org");
        subscribe(EventName.PRESENCE, carol, "carol", 600);
        assertThat(last("own"))
                .contains("version=\"2\" state=\"partial\"")
                .contains("sip:carol@example.org")
                .doesNotContain("sip:bob@example.org");
        assertThat(known("own"))
                .containsExactlyInAnyOrder(
                        "sip:bob@example.org pending subscribe", "sip:carol@example.org pending subscribe");
    }

    @Test
    void decisionsOfTheRulesAreToldWithTheirEvents() {
        subscribe(WINFO, alice(), "own", 600);
        subscribe(EventName.PRESENCE, bob(), "bob", 600);
        reauthorize(Authorization.ALLOW);
        assertThat(known("own")).containsExactly("sip:bob@example.org active approved");
        reauthorize(Authorization.CONFIRM);
        assertThat(known("own")).containsExactly("sip:bob@example.org pending subscribe");
        reauthorize(Authorization.BLOCK);
        assertThat(last("own")).contains("status=\"terminated\" event=\"rejected\"");
        assertThat(known("own")).isEmpty();
    }

    @Test
    void aRefreshOfTheWatcherIsNoNewsAndOneOfOwnsBringsAllAgain() {
        subscribe(EventName.PRESENCE, bob(), "bob", 600);
        subscribe(WINFO, alice(), "own", 600);
        resubscribe(EventName.PRESENCE, bob(), "bob", 600);
        assertThat(documents("own")).hasSize(1);
        resubscribe(WINFO, alice(), "own", 600);
        assertThat(last("own")).contains("version=\"1\" state=\"full\"").contains("sip:bob@example.org");
    }

    @Test
    void anEndedSubscriptionIsToldOnce() {
        decision = Authorization.ALLOW;
        subscribe(WINFO, alice(), "own", 600);
        subscribe(EventName.PRESENCE, bob(), "bob", 600);
        resubscribe(EventName.PRESENCE, bob(), "bob", 0);
        assertThat(last("own")).contains("state=\"partial\"").contains("status=\"terminated\" event=\"timeout\"");
        resubscribe(WINFO, alice(), "own", 600);
        assertThat(last("own")).contains("state=\"full\"").doesNotContain("bob");
    }

    @Test
    void aFetchGetsAllAndAFetchOfTheAllowedIsNoNews() {
        decision = Authorization.ALLOW;
        subscribe(EventName.PRESENCE, bob(), "bob", 600);
        subscribe(WINFO, alice(), "fetch", 0);
        assertThat(last("fetch"))
                .contains("version=\"0\" state=\"full\"")
                .contains("status=\"active\" event=\"subscribe\"");
        subscribe(WINFO, alice(), "own", 600);
        subscribe(EventName.PRESENCE, bob(), "look", 0);
        assertThat(documents("own")).hasSize(1);
    }

    @Test
    void whoIsPendingWhenItsTimeIsOverWaitsUntilItIsGivenUp() {
        subscribe(WINFO, alice(), "own", 3600);
        subscribe(EventName.PRESENCE, bob(), "bob", 600);
        clock.advanceSeconds(600);
        expire();
        assertThat(sender.in(dialog("bob").id()))
                .last()
                .satisfies(notify -> assertThat(notify.subscriptionState()).isEqualTo("terminated;reason=timeout"));
        assertThat(known("own")).containsExactly("sip:bob@example.org waiting timeout");
        assertThat(last("own")).doesNotContain("expiration");
        assertThat(resubscribe(EventName.PRESENCE, bob(), "bob", 600))
                .isEqualTo(new SubscribeOutcome.Rejected(Rejection.of(481, "Subscription does not exist")));
        resubscribe(WINFO, alice(), "own", 3600);
        assertThat(known("own")).containsExactly("sip:bob@example.org waiting timeout");
        int sent = sender.in(dialog("bob").id()).size();
        clock.advance(WAITING.time());
        subscribe(WINFO, alice(), "later", 3600);
        expire();
        assertThat(last("later")).contains("status=\"terminated\" event=\"giveup\"");
        assertThat(stored()).isEmpty();
        assertThat(sender.in(dialog("bob").id())).hasSize(sent);
    }

    @Test
    void whoWaitsIsDecidedAboutWithoutBeingTold() {
        subscribe(WINFO, alice(), "own", 3600);
        subscribe(EventName.PRESENCE, bob(), "bob", 600);
        resubscribe(EventName.PRESENCE, bob(), "bob", 0);
        int sent = sender.in(dialog("bob").id()).size();
        reauthorize(Authorization.ALLOW);
        assertThat(last("own")).contains("status=\"terminated\" event=\"approved\"");
        assertThat(stored()).isEmpty();
        assertThat(sender.in(dialog("bob").id())).hasSize(sent);
    }

    @Test
    void whoComesBackDoesNotWaitAnyMore() {
        subscribe(EventName.PRESENCE, bob(), "bob", 0);
        assertThat(stored()).hasSize(1);
        subscribe(WINFO, alice(), "own", 3600);
        assertThat(known("own")).containsExactly("sip:bob@example.org waiting timeout");
        subscribe(EventName.PRESENCE, bob(), "again", 600);
        assertThat(documents("own").get(1)).contains("event=\"giveup\"").contains("event=\"subscribe\"");
        assertThat(known("own")).containsExactly("sip:bob@example.org pending subscribe");
        subscribe(EventName.PRESENCE, bob(), "look", 0);
        assertThat(known("own")).containsExactly("sip:bob@example.org pending subscribe");
        assertThat(stored()).hasSize(1);
    }

    @Test
    void theOldestWhoWaitsGivesWay() {
        subscribe(WINFO, alice(), "own", 3600);
        for (int i = 0; i < 5; i++) {
            clock.advanceSeconds(1);
            subscribe(EventName.PRESENCE, Aor.parse("sip:w" + i + "@example.org"), "w" + i, 0);
        }
        assertThat(known("own"))
                .containsExactlyInAnyOrder(
                        "sip:w2@example.org waiting timeout",
                        "sip:w3@example.org waiting timeout",
                        "sip:w4@example.org waiting timeout");
    }

    @Test
    void whoseNotifyIsRefusedWaitsIfItWasPending() {
        subscribe(WINFO, alice(), "own", 3600);
        sender.answerWith(notify -> Optional.of(
                new Answer.Response(notify.dialog().id().equals(dialog("bob").id()) ? 481 : 200, -1)));
        subscribe(EventName.PRESENCE, bob(), "bob", 600);
        assertThat(known("own")).containsExactly("sip:bob@example.org waiting timeout");
        assertThat(stored()).hasSize(1);
    }

    @Test
    void aThousandChangesHaveAThousandVersionsWithoutAGap() {
        long seed = 20261122;
        Random random = new Random(seed);
        subscribe(WINFO, alice(), "own", 3600);
        int changes = 0;
        List<String> live = new ArrayList<>();
        for (int i = 0; changes < 1000; i++) {
            if (live.size() > 20 || (!live.isEmpty() && random.nextInt(3) == 0)) {
                String dialog = live.remove(random.nextInt(live.size()));
                resubscribe(EventName.PRESENCE, Aor.parse("sip:" + dialog + "@example.org"), dialog, 0);
            } else {
                decision = random.nextBoolean() ? Authorization.ALLOW : Authorization.POLITE_BLOCK;
                subscribe(EventName.PRESENCE, Aor.parse("sip:u" + i + "@example.org"), "u" + i, 600);
                live.add("u" + i);
            }
            changes++;
        }
        WatcherTable table = table("own");
        assertThat(table.version()).as("seed %d", seed).isEqualTo(1000);
        assertThat(table.rows().keySet())
                .as("seed %d", seed)
                .isEqualTo(stored().stream().map(Subscription::id).collect(Collectors.toSet()));
    }

    @Test
    void changesThatComeWhileANotifyIsUnderWayAreToldTogether() {
        subscribe(WINFO, alice(), "own", 3600);
        sender.answerWith(notify -> notify.dialog().id().equals(dialog("own").id())
                ? Optional.empty()
                : Optional.of(RecordingNotifySender.OK));
        subscribe(EventName.PRESENCE, bob(), "bob", 600);
        subscribe(EventName.PRESENCE, Aor.parse("sip:carol@example.org"), "carol", 600);
        reauthorize(Authorization.ALLOW);
        sender.answer(dialog("own").id(), 200);
        bed.settle();
        assertThat(documents("own")).hasSize(3);
        assertThat(known("own"))
                .containsExactlyInAnyOrder(
                        "sip:bob@example.org active approved", "sip:carol@example.org active approved");
    }

    @Test
    void afterARestartTheVersionGoesOnAndAllIsToldAgain() {
        subscribe(WINFO, alice(), "own", 3600);
        subscribe(EventName.PRESENCE, bob(), "bob", 600);
        subscribe(EventName.PRESENCE, Aor.parse("sip:dave@example.org"), "dave", 0);
        long before = table("own").version();
        Map<String, String> rows = table("own").rows();
        bed.close();
        bed = start(AT_ONCE);
        int sent = documents("own").size();
        subscribe(EventName.PRESENCE, Aor.parse("sip:carol@example.org"), "carol", 600);
        assertThat(documents("own")).hasSize(sent + 1);
        long version = Long.parseLong(WatcherInfoRules.check(last("own")).getAttribute("version"));
        assertThat(version).isGreaterThan(before);
        WatcherTable table = WatcherTable.after(version - 1);
        table.take(last("own"));
        assertThat(table.isWhole()).isTrue();
        assertThat(table.rows()).containsAllEntriesOf(rows).hasSize(3);
    }

    @Test
    void whoWasPendingWhenItsTimeWasOverDuringAStandstillWaits() {
        subscribe(EventName.PRESENCE, bob(), "bob", 600);
        bed.close();
        clock.advanceSeconds(1000);
        store.clean(clock.instant());
        bed = start(AT_ONCE);
        expire();
        subscribe(WINFO, alice(), "own", 3600);
        assertThat(known("own")).containsExactly("sip:bob@example.org waiting timeout");
    }

    @Test
    void changesAreToldApartAndTogetherThen() {
        bed.close();
        bed = start(settings(true, true, Duration.ofMillis(200)));
        subscribe(WINFO, alice(), "own", 3600);
        clock.advanceSeconds(1);
        await().until(() -> bed.notifier.outboxes() == 0);
        subscribe(EventName.PRESENCE, bob(), "bob", 600);
        assertThat(documents("own")).as("the first one after a pause at once").hasSize(2);
        subscribe(EventName.PRESENCE, Aor.parse("sip:carol@example.org"), "carol", 600);
        subscribe(EventName.PRESENCE, Aor.parse("sip:dave@example.org"), "dave", 600);
        assertThat(documents("own")).as("others wait").hasSize(2);
        clock.advanceSeconds(1);
        await().untilAsserted(() -> assertThat(documents("own")).hasSize(3));
        assertThat(last("own")).contains("sip:carol@example.org").contains("sip:dave@example.org");
    }

    @Test
    void onlyThePresentitySeesItsWatchersUnlessEverybodyMay() {
        assertThat(subscribe(WINFO, bob(), "bob", 600))
                .isEqualTo(new SubscribeOutcome.Rejected(Rejection.of(403, "Forbidden")));
        bed.close();
        bed = start(settings(true, false, Duration.ZERO));
        assertThat(subscribe(WINFO, bob(), "bob", 600)).isInstanceOf(SubscribeOutcome.Accepted.class);
    }

    @Test
    void everyPackageIsWatchedButNotWatcherInformationItself() {
        EventName dialogWinfo = new EventName("dialog.winfo");
        subscribe(dialogWinfo, alice(), "own", 600);
        subscribe(new EventName("dialog"), bob(), "bob", 600);
        assertThat(last("own")).contains("package=\"dialog\"").contains("status=\"active\" event=\"subscribe\"");
        assertThat(bed.administration.events()).doesNotContain(new EventName("presence.winfo.winfo"));
        assertThat(bed.administration.composedEvents()).doesNotContain(dialogWinfo);
        subscribe(WINFO, alice(), "other", 600);
        assertThat(documents("other")).hasSize(1);
    }

    @Test
    void aSubscriptionToWatcherInformationThatIsServedNoMoreIsHarmless() {
        subscribe(WINFO, alice(), "own", 600);
        bed.close();
        bed = start(settings(false, true, Duration.ZERO));
        subscribe(EventName.PRESENCE, bob(), "bob", 600);
        reauthorize(Authorization.ALLOW);
        clock.advanceSeconds(600);
        expire();
        Collection<Subscription> left =
                bed.read(alice(), transaction -> transaction.subscriptions().subscriptions(WINFO));
        assertThat(left).isEmpty();
    }
}
