package org.sippresence.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.testkit.Fixtures.NOON;
import static org.sippresence.testkit.Fixtures.alice;
import static org.sippresence.testkit.Fixtures.bob;
import static org.sippresence.testkit.Fixtures.dialog;
import static org.sippresence.testkit.Fixtures.resubscribe;
import static org.sippresence.testkit.Fixtures.subscribe;
import static org.sippresence.testkit.Fixtures.watcher;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.authorization.Authorization;
import org.sippresence.authorization.Authorizer;
import org.sippresence.eventpackage.EventPackages;
import org.sippresence.model.Aor;
import org.sippresence.model.Bound;
import org.sippresence.model.Bounds;
import org.sippresence.model.Dialog;
import org.sippresence.model.DialogId;
import org.sippresence.model.EventId;
import org.sippresence.model.EventName;
import org.sippresence.model.ExpiresPolicy;
import org.sippresence.model.Flow;
import org.sippresence.model.MediaType;
import org.sippresence.model.PerDomain;
import org.sippresence.model.Rejection;
import org.sippresence.model.RemoteTarget;
import org.sippresence.settings.SubscriptionSettings;
import org.sippresence.settings.SubscriptionSettings.Auth;
import org.sippresence.settings.SubscriptionSettings.Rules;
import org.sippresence.settings.SubscriptionSettings.Unmatched;
import org.sippresence.subscription.SubscribeOutcome.Accepted;
import org.sippresence.subscription.SubscribeOutcome.Rejected;
import org.sippresence.subscription.Subscription.Lifecycle;
import org.sippresence.subscription.SubscriptionState.Active;
import org.sippresence.subscription.SubscriptionState.Pending;
import org.sippresence.subscription.SubscriptionState.Terminated;
import org.sippresence.testkit.TextPackage;

final class SubscriptionsTest {

    private static final SubscriptionSettings.Waiting WAITING =
            new SubscriptionSettings.Waiting(Duration.ofHours(1), PerDomain.same(3));
    private static final int MOST = 1_000;
    private static final EventName OPEN = new EventName("open");

    private final ListSubscriptionStore store = new ListSubscriptionStore();
    private Authorization decision = Authorization.ALLOW;
    private final Bounds bounds = new Bounds(Map.of(
            Bound.SUBSCRIPTIONS,
            PerDomain.same(MOST),
            Bound.SUBSCRIPTIONS_PER_WATCHER,
            PerDomain.same(2 * MOST),
            Bound.PRESENTITIES,
            PerDomain.same(MOST),
            Bound.TOTAL_SUBSCRIPTIONS,
            PerDomain.same(9 * MOST)));
    private final Subscriptions subscriptions = new Subscriptions(
            new EventPackages(List.of(TextPackage.presence(), new TextPackage(OPEN, false))),
            new SubscriptionSettings(
                    new ExpiresPolicy(600, 3600, 60),
                    Auth.IMPLICIT,
                    new Rules(true, false, Unmatched.BLOCK),
                    "10",
                    WAITING),
            bounds);
    private final Authorizer rules = requester -> Authorizer.always(decision).decide(requester);

    private Subscription accepted(SubscribeOutcome outcome) {
        assertThat(outcome).isInstanceOf(Accepted.class);
        return ((Accepted) outcome).subscription();
    }

    private SubscribeOutcome initially(String dialog, int expires) {
        return subscriptions.subscribe(subscribe(alice(), dialog, expires), store, rules, NOON);
    }

    private Subscription subscribed(String dialog) {
        return accepted(initially(dialog, 600));
    }

    private Rejection rejected(SubscribeOutcome outcome) {
        assertThat(outcome).isInstanceOf(Rejected.class);
        return ((Rejected) outcome).rejection();
    }

    private SubscribeOutcome again(String dialog, long cseq, int expires, Instant now) {
        return subscriptions.resubscribe(resubscribe(alice(), dialog, cseq, expires), store, now);
    }

    @Test
    void initialSubscribeIsStoredActiveWithItsDialog() {
        Accepted outcome = (Accepted) initially("a", 120);
        assertThat(outcome.expires()).isEqualTo(120);
        assertThat(store.only()).isEqualTo(outcome.subscription());
        assertThat(store.only().state()).isEqualTo(new Active());
        assertThat(store.only().dialog()).isEqualTo(dialog("a"));
        assertThat(store.only().expires()).isEqualTo(NOON.plusSeconds(120));
        assertThat(store.only().watcher()).isEqualTo(watcher(bob()));
    }

    @Test
    void moreOfOneWatcherThanAllowedAre403AndRefreshesGoOn() {
        subscribed("a");
        for (int i = 1; i < MOST; i++) {
            subscribed("more-" + i);
        }
        assertThat(rejected(initially("f", 600)).status()).isEqualTo(403);
        assertThat(store.subscriptions()).hasSize(MOST);
        assertThat(bounds.refused(Bound.SUBSCRIPTIONS)).isEqualTo(1);
        accepted(again("a", 2, 600, NOON));
        accepted(again("a", 3, 0, NOON));
        subscribed("f");
        accepted(initially("g", 0)); // a fetch is not kept
        Instant over = NOON.plusSeconds(601);
        accepted(subscriptions.subscribe(subscribe(alice(), "h", 600), store, rules, over)); // the others have expired
    }

    @Test
    void moreOfOneWatcherToAllPresentitiesThanAllowedAre403() {
        store.elsewhere = 2 * MOST - 1;
        subscribed("a");
        assertThat(rejected(initially("b", 600)).status()).isEqualTo(403);
        assertThat(bounds.refused(Bound.SUBSCRIPTIONS_PER_WATCHER)).isEqualTo(1);
        accepted(again("a", 2, 600, NOON));
    }

    @Test
    void moreInventedPresentitiesThanAllowedAre503UnlessTheyAreKnown() {
        store.onlyWatched = MOST;
        Rejection rejection = rejected(initially("a", 600));
        assertThat(rejection.status()).isEqualTo(503);
        assertThat(rejection.headers()).containsKey("Retry-After");
        assertThat(bounds.refused(Bound.PRESENTITIES)).isEqualTo(1);
        assertThat(store.subscriptions()).isEmpty();
        accepted(initially("b", 0)); // a fetch leaves nothing
        store.known = true;
        subscribed("c");
        accepted(again("c", 2, 600, NOON));
        store.known = false;
        subscribed("d"); // there is one already
    }

    @Test
    void moreSubscriptionsToAllThanAllowedAre503AndRefreshesGoOn() {
        store.inDomain = 9 * MOST - 1;
        subscribed("a");
        Rejection rejection = rejected(initially("b", 600));
        assertThat(rejection.status()).isEqualTo(503);
        assertThat(rejection.headers()).containsKey("Retry-After");
        assertThat(bounds.refused(Bound.TOTAL_SUBSCRIPTIONS)).isEqualTo(1);
        accepted(initially("c", 0)); // a fetch leaves nothing
        accepted(again("a", 2, 600, NOON));
    }

    @Test
    void aFetchThatWouldMakeSomebodyWaitIsBoundedAsASubscription() {
        decision = Authorization.CONFIRM;
        store.onlyWatched = MOST;
        assertThat(rejected(initially("a", 0)).status()).isEqualTo(503);
        store.onlyWatched = 0;
        store.elsewhere = 2 * MOST;
        assertThat(rejected(initially("b", 0)).status()).isEqualTo(403);
        assertThat(store.subscriptions()).isEmpty();
    }

    @Test
    void theLifetimeIsTheDefaultOrTheWishUpToTheLimit() {
        SubscribeCommand silent = subscribe(alice(), dialog("a"), OptionalInt.empty(), List.of());
        assertThat(((Accepted) subscriptions.subscribe(silent, store, rules, NOON)).expires())
                .isEqualTo(600);
        assertThat(((Accepted) initially("b", Integer.MAX_VALUE)).expires()).isEqualTo(3600);
    }

    @Test
    void aTooBriefWishIsRejectedWith423InitiallyAndAgain() {
        Rejection initial = rejected(initially("a", 59));
        assertThat(initial.status()).isEqualTo(423);
        assertThat(initial.headers()).isEqualTo(Map.of("Min-Expires", "60"));
        Subscription stored = subscribed("a");
        assertThat(rejected(again("a", 2, 59, NOON)).status()).isEqualTo(423);
        assertThat(store.only()).isEqualTo(stored);
    }

    @Test
    void aFetchIsAnsweredTerminatedAndNotStored() {
        Subscription fetched = accepted(initially("a", 0));
        assertThat(fetched.state()).isEqualTo(new Terminated("timeout", true));
        assertThat(store.subscriptions()).isEmpty();
    }

    @Test
    void aFetchWithoutConsentShowsNoState() {
        decision = Authorization.CONFIRM;
        Subscription fetched = accepted(initially("a", 0));
        assertThat(fetched.state()).isEqualTo(new Terminated("timeout", false));
    }

    @Test
    void refreshKeepsIdAndStateAndTakesTheNewContactCSeqAndLifetime() {
        decision = Authorization.CONFIRM;
        Subscription first = subscribed("a");
        Dialog moved = dialog("a").refreshed(RemoteTarget.at("sip:bob@192.0.2.99"), from("198.51.100.8"), 7);
        Subscription refreshed = accepted(subscriptions.resubscribe(
                subscribe(alice(), moved, OptionalInt.of(900), List.of()), store, NOON.plusSeconds(100)));
        assertThat(refreshed)
                .isEqualTo(new Subscription(
                        first.id(),
                        alice(),
                        first.event(),
                        first.watcher(),
                        moved,
                        new Pending(),
                        first.preferences(),
                        new Lifecycle(NOON, NOON.plusSeconds(1000), SubscriptionEvent.SUBSCRIBED)));
        assertThat(store.only()).isEqualTo(refreshed);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 900})
    void aSubscriptionBelongsToTheIdentityThatMadeIt(int expires) {
        Subscription first = subscribed("a");
        Dialog moved = dialog("a").refreshed(RemoteTarget.at("sip:mallory@192.0.2.99"), from("198.51.100.9"), 7);
        SubscribeCommand stolen =
                subscribe(new EventId(EventName.PRESENCE, ""), Aor.parse("sip:mallory@example.org"), moved, expires);
        assertThat(rejected(subscriptions.resubscribe(stolen, store, NOON)).status())
                .isEqualTo(403);
        assertThat(store.only()).as("unchanged").isEqualTo(first);
        assertThat(accepted(again("a", 2, 900, NOON)).dialog().remoteCSeq())
                .as("its CSeq does not count")
                .isEqualTo(2);
    }

    @Test
    void refreshWithoutContactKeepsTheTarget() {
        Subscription first = subscribed("a");
        Dialog silent = dialog("a").refreshed(RemoteTarget.at(""), from("198.51.100.8"), 2);
        Subscription refreshed = accepted(
                subscriptions.resubscribe(subscribe(alice(), silent, OptionalInt.of(900), List.of()), store, NOON));
        assertThat(refreshed.dialog().remoteTarget()).isEqualTo(first.dialog().remoteTarget());
        assertThat(refreshed.dialog().remoteCSeq()).isEqualTo(2);
        assertThat(refreshed.dialog().usesFlow()).as("as before").isFalse();
    }

    private static Flow from(String address) {
        return new Flow("udp", "192.0.2.9:5060", Optional.of(new InetSocketAddress(address, 40_213)), 0);
    }

    private Flow afterRefresh(RemoteTarget target, Flow flow, long cseq) {
        Dialog within = dialog("a").refreshed(target, flow, cseq);
        return accepted(subscriptions.resubscribe(
                        subscribe(alice(), within, OptionalInt.of(900), List.of()), store, NOON))
                .dialog()
                .flow();
    }

    @Test
    void theFlowIsThatOfTheNewestRequestAndARepeatedOneDoesNotMoveIt() {
        subscribed("a");
        RemoteTarget target = dialog("a").target();
        assertThat(afterRefresh(target, from("198.51.100.7"), 2)).isEqualTo(from("198.51.100.7"));
        assertThat(afterRefresh(target, from("198.51.100.66"), 2))
                .as("the same request from elsewhere")
                .isEqualTo(from("198.51.100.7"));
        assertThat(afterRefresh(RemoteTarget.at(""), from("198.51.100.8"), 3)).isEqualTo(from("198.51.100.8"));
        assertThat(afterRefresh(target, Flow.of("udp"), 4)).isEqualTo(Flow.of("udp"));
    }

    @Test
    void refreshKeepsTheRouteSetOfTheDialog() {
        Dialog routed = dialog(dialog("a").id(), List.of("sip:p1.example.org;lr"));
        Subscription first = accepted(subscriptions.subscribe(
                subscribe(alice(), routed, OptionalInt.of(600), List.of()), store, rules, NOON));
        Subscription refreshed = accepted(again("a", 2, 600, NOON));
        assertThat(refreshed.dialog().routeSet()).isEqualTo(first.dialog().routeSet());
    }

    @Test
    void unsubscribeRemovesAndShowsTheStateOnceMore() {
        Subscription first = subscribed("a");
        Subscription last = accepted(again("a", 2, 0, NOON));
        assertThat(last.id()).isEqualTo(first.id());
        assertThat(last.state()).isEqualTo(new Terminated("timeout", true));
        assertThat(store.subscriptions()).isEmpty();
        assertThat(rejected(again("a", 3, 600, NOON)).status()).isEqualTo(481);
    }

    @Test
    void anUnknownDialogAnExpiredSubscriptionAndAnotherEventAreRejectedWith481() {
        assertThat(rejected(again("a", 1, 600, NOON)).status()).isEqualTo(481);
        Subscription stored = subscribed("a");
        assertThat(rejected(again("a", 2, 600, NOON.plusSeconds(600))).status()).isEqualTo(481);
        SubscribeCommand other = subscribe(new EventId(EventName.PRESENCE, "7"), bob(), dialog("a"), 600);
        assertThat(rejected(subscriptions.resubscribe(other, store, NOON)).status())
                .isEqualTo(481);
        assertThat(store.only()).isEqualTo(stored);
    }

    @Test
    void anOldCSeqIsRejectedWith500AndAnEqualOneIsARefresh() {
        subscribed("a");
        Subscription refreshed = accepted(again("a", 5, 600, NOON));
        assertThat(rejected(again("a", 4, 0, NOON)).status()).isEqualTo(500);
        assertThat(store.only()).isEqualTo(refreshed);
        assertThat(accepted(again("a", 5, 900, NOON)).expires()).isEqualTo(NOON.plusSeconds(900));
    }

    @Test
    void acceptChoosesTheMediaTypeByTheSubscribersPreference() {
        assertThat(accept("text/plain", "application/pidf+xml")).isEqualTo(TextPackage.PLAIN);
        assertThat(accept("text/*")).isEqualTo(TextPackage.PLAIN);
        assertThat(accept("*/*")).isEqualTo(MediaType.PIDF);
        assertThat(accept()).isEqualTo(MediaType.PIDF);
        assertThat(accept("image/png", "text/plain")).isEqualTo(TextPackage.PLAIN);
    }

    private MediaType accept(String... ranges) {
        List<MediaType> accept = List.of(ranges).stream().map(MediaType::parse).toList();
        return accepted(subscriptions.subscribe(
                        subscribe(alice(), dialog("accept"), OptionalInt.of(0), accept), store, rules, NOON))
                .accept();
    }

    @Test
    void nothingAcceptableIsRejectedWith406AndWhatThereIs() {
        List<MediaType> png = List.of(MediaType.parse("image/png"));
        SubscribeCommand command = subscribe(alice(), dialog("a"), OptionalInt.of(600), png);
        Rejection rejection = rejected(subscriptions.subscribe(command, store, rules, NOON));
        assertThat(rejection.status()).isEqualTo(406);
        assertThat(rejection.headers()).isEqualTo(Map.of("Accept", "application/pidf+xml, text/plain"));
        subscribed("a");
        assertThat(rejected(subscriptions.resubscribe(command, store, NOON)).status())
                .isEqualTo(406);
    }

    @Test
    void refreshWithoutAcceptKeepsTheMediaType() {
        SubscribeCommand plain = subscribe(alice(), dialog("a"), OptionalInt.of(600), List.of(TextPackage.PLAIN));
        accepted(subscriptions.subscribe(plain, store, rules, NOON));
        assertThat(accepted(again("a", 2, 600, NOON)).accept()).isEqualTo(TextPackage.PLAIN);
    }

    @Test
    void rulesDecideTheFirstState() {
        decision = Authorization.CONFIRM;
        assertThat(subscribed("pending").state()).isEqualTo(new Pending());
        decision = Authorization.POLITE_BLOCK;
        assertThat(subscribed("polite").state()).isEqualTo(new Active());
        decision = Authorization.BLOCK;
        assertThat(rejected(initially("blocked", 600)).status()).isEqualTo(403);
        assertThat(store.subscriptions()).hasSize(2);
    }

    @Test
    void aPackageWithoutConsentAsksNoRules() {
        decision = Authorization.BLOCK;
        SubscribeCommand open = subscribe(new EventId(OPEN, ""), bob(), dialog("a"), 600);
        assertThat(accepted(subscriptions.subscribe(open, store, rules, NOON)).state())
                .isEqualTo(new Active());
        assertThat(subscriptions.reauthorize(store.only(), store, rules)).isEmpty();
    }

    @Test
    void reauthorizeFollowsTheRules() {
        Subscription subscription = subscribed("a");
        assertThat(subscriptions.reauthorize(subscription, store, rules)).isEmpty();
        decision = Authorization.CONFIRM;
        Subscription pending =
                subscriptions.reauthorize(subscription, store, rules).orElseThrow();
        assertThat(pending.state()).isEqualTo(new Pending());
        assertThat(store.only()).isEqualTo(pending);
        decision = Authorization.ALLOW;
        Subscription active = subscriptions.reauthorize(pending, store, rules).orElseThrow();
        assertThat(active.state()).isEqualTo(new Active());
        decision = Authorization.BLOCK;
        assertThat(subscriptions.reauthorize(active, store, rules).orElseThrow().state())
                .isEqualTo(new Terminated("rejected", false));
        assertThat(store.subscriptions()).isEmpty();
    }

    @Test
    void theSameRequestAfterALostAnswerReplacesItsFirstSubscription() {
        Subscription lost = subscribed("a");
        DialogId sameCaller = new DialogId(
                dialog("a").id().callId(), "a-new-tag", dialog("a").id().remoteTag());
        Dialog anew = dialog(sameCaller, List.of());
        Subscription kept = accepted(
                subscriptions.subscribe(subscribe(alice(), anew, OptionalInt.of(600), List.of()), store, rules, NOON));
        assertThat(kept.id()).isNotEqualTo(lost.id());
        assertThat(store.only()).isEqualTo(kept);
    }

    @Test
    void twoSubscriptionsOfOneWatcherLiveSideBySide() {
        subscribed("a");
        subscribed("b");
        accepted(again("a", 2, 0, NOON));
        assertThat(store.only().dialog()).isEqualTo(dialog("b"));
    }

    @Test
    void expireEndsExactlyWhatIsOver() {
        subscribed("a");
        accepted(initially("b", 601));
        assertThat(subscriptions.expire(store, NOON.plusMillis(599_999))).isEmpty();
        List<Subscription> ended = subscriptions.expire(store, NOON.plusSeconds(600));
        assertThat(ended).extracting(Subscription::dialog).containsExactly(dialog("a"));
        assertThat(ended.get(0).state()).isEqualTo(new Terminated("timeout", true));
        assertThat(store.only().dialog()).isEqualTo(dialog("b"));
    }

    @Test
    void idsAreAllDifferent() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            ids.add(subscribed("dialog-" + i).id());
        }
        assertThat(ids).doesNotHaveDuplicates();
    }
}
