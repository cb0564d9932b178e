package org.sippresence.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.testkit.Fixtures.NOON;
import static org.sippresence.testkit.Fixtures.alice;
import static org.sippresence.testkit.Fixtures.bob;
import static org.sippresence.testkit.Fixtures.dialog;
import static org.sippresence.testkit.Fixtures.publish;
import static org.sippresence.testkit.Fixtures.subscribe;
import static org.sippresence.testkit.Fixtures.text;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.authorization.Authorization;
import org.sippresence.authorization.Authorizer;
import org.sippresence.authorization.DecisionContext;
import org.sippresence.maintenance.AuthorizationExplainer.AuthorizationQuery;
import org.sippresence.maintenance.AuthorizationExplainer.AuthorizationReport;
import org.sippresence.maintenance.Cleanup.CleanupReport;
import org.sippresence.maintenance.PresentityReports.PresentityReport;
import org.sippresence.maintenance.SubscriptionAdministration.SubscriptionReport;
import org.sippresence.model.Body;
import org.sippresence.model.EventName;
import org.sippresence.notification.Notify;
import org.sippresence.presentity.InMemoryPresentityStore;
import org.sippresence.presentity.Write;
import org.sippresence.publication.Publication;
import org.sippresence.publication.PublishOutcome.Accepted;
import org.sippresence.subscription.SubscribeOutcome;
import org.sippresence.subscription.Subscription;
import org.sippresence.testkit.MutableClock;
import org.sippresence.testkit.RecordingNotifySender;
import org.sippresence.testkit.TestBed;

final class AdministrationTest {

    private final InMemoryPresentityStore store = new InMemoryPresentityStore();
    private final RecordingNotifySender sender = new RecordingNotifySender();
    private final MutableClock clock = new MutableClock(NOON);
    private volatile Authorization decision = Authorization.ALLOW;

    @AutoClose
    private final TestBed bed = TestBed.plan()
            .store(store)
            .sender(sender)
            .clock(clock)
            .authorizer(requester -> Authorizer.always(decision).decide(requester))
            .start();

    private final Administration administration = bed.administration;

    private void published(String body) {
        assertThat(bed.settled(bed.publish(publish(alice(), body)))).isInstanceOf(Accepted.class);
    }

    private Subscription subscribed(String dialog) {
        SubscribeOutcome outcome = bed.settled(bed.subscribe(subscribe(alice(), dialog, 600)));
        return ((SubscribeOutcome.Accepted) outcome).subscription();
    }

    private int refreshed(int type) {
        return bed.settled(administration.watcherUpdates().refreshWatchers(alice(), EventName.PRESENCE, type));
    }

    @Test
    void refreshWatchersTellsEveryoneAndNobodyOfAnUnknownPresentity() {
        published("open");
        subscribed("a");
        subscribed("b");
        assertThat(refreshed(0)).isEqualTo(2);
        assertThat(refreshed(1)).isEqualTo(2);
        assertThat(sender.bodies(dialog("a").id())).containsExactly("open", "open", "open");
        assertThat(TestBed.get(administration.watcherUpdates().refreshWatchers(bob(), EventName.PRESENCE, 0)))
                .isZero();
    }

    @Test
    void refreshWatchersOfTypeZeroAuthorizesAnew() {
        published("open");
        subscribed("a");
        decision = Authorization.CONFIRM;
        assertThat(refreshed(0)).isEqualTo(1);
        assertThat(sender.bodies(dialog("a").id())).containsExactly("open", "-");
        decision = Authorization.ALLOW;
        assertThat(refreshed(0)).isEqualTo(1);
        assertThat(sender.bodies(dialog("a").id())).containsExactly("open", "-", "open");
        decision = Authorization.BLOCK;
        assertThat(refreshed(0)).isZero();
        assertThat(sender.last(dialog("a").id()).subscriptionState()).isEqualTo("terminated;reason=rejected");
        assertThat(store.decisions()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void refreshWatchersOfAnotherTypeReadsTheDatabaseAgain(int type) {
        published("open");
        subscribed("a");
        Publication old = bed.read(alice(), transaction -> List.copyOf(transaction.allPublications()))
                .get(0);
        store.write(List.of(new Write.SavePublication(new Publication(
                old.id(),
                old.presentity(),
                old.event(),
                old.entityTag(),
                old.received(),
                old.expires(),
                text("from outside"),
                old.sender()))));
        assertThat(refreshed(type)).isEqualTo(1);
        assertThat(sender.bodies(dialog("a").id())).containsExactly("open", "from outside");
    }

    private int updated() {
        return bed.settled(administration.watcherUpdates().updateWatchers(alice(), EventName.PRESENCE));
    }

    @Test
    void updateWatchersTellsOnlyThoseWhoseSubscriptionChanges() {
        published("open");
        subscribed("a");
        assertThat(updated()).isZero();
        assertThat(sender.bodies(dialog("a").id())).containsExactly("open");
        decision = Authorization.CONFIRM;
        assertThat(updated()).isEqualTo(1);
        assertThat(updated()).isZero();
        assertThat(sender.bodies(dialog("a").id())).containsExactly("open", "-");
        decision = Authorization.BLOCK;
        assertThat(updated()).isEqualTo(1);
        assertThat(updated()).isZero();
        assertThat(sender.last(dialog("a").id()).subscriptionState()).isEqualTo("terminated;reason=rejected");
        assertThat(store.decisions()).hasSize(2);
    }

    @Test
    void updateWatchersFailsWhenItsDecisionsAreLost() {
        subscribed("a");
        decision = Authorization.CONFIRM;
        store.failAll(true);
        assertThat(administration.watcherUpdates().updateWatchers(alice(), EventName.PRESENCE))
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(UncheckedIOException.class);
        store.failAll(false);
    }

    @ParameterizedTest
    @EnumSource(Authorization.class)
    void aDecisionIsExplainedAndNothingChanges(Authorization handling) {
        published("open");
        decision = handling;
        AuthorizationReport report = TestBed.get(administration
                .authorization()
                .explain(new AuthorizationQuery(
                        bob(), alice(), EventName.PRESENCE, Optional.of(Instant.EPOCH), Optional.of("work"))));
        assertThat(report.decision().handling()).isEqualTo(handling);
        assertThat(report.context()).isEqualTo(new DecisionContext(Instant.EPOCH, Optional.of("work")));
        assertThat(report.document().isPresent()).isEqualTo(handling.compareTo(Authorization.CONFIRM) > 0);
        assertThat(report.document().map(Body::text).orElse("").equals("open"))
                .isEqualTo(handling == Authorization.ALLOW);
        assertThat(report.filtered()).isEqualTo(handling == Authorization.POLITE_BLOCK);
        assertThat(store.decisions()).isEmpty();
    }

    @Test
    void onlyEventPackagesThatAreThereAreServed() {
        assertThat(administration.events()).containsExactly(EventName.PRESENCE);
        assertThat(administration.composedEvents()).containsExactly(EventName.PRESENCE);
    }

    @Test
    void numbersGoOnAfterRereading() {
        subscribed("a");
        refreshed(1);
        refreshed(1);
        assertThat(sender.in(dialog("a").id()))
                .extracting(Notify::cseq)
                .hasSize(3)
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void aPresentityIsShownWithItsPublicationsAndItsDocument() {
        assertThat(TestBed.get(administration.presentities().report(alice(), EventName.PRESENCE)))
                .isEmpty();
        published("desk");
        published("mobile");
        PresentityReport report = TestBed.get(administration.presentities().report(alice(), EventName.PRESENCE))
                .orElseThrow();
        assertThat(report.online()).isTrue();
        assertThat(report.publications()).hasSize(2);
        assertThat(report.document()).isEqualTo(text("desk+mobile"));
    }

    @Test
    void aPresentityWithWatchersOnlyIsShownOffline() {
        subscribed("a");
        PresentityReport report = TestBed.get(administration.presentities().report(alice(), EventName.PRESENCE))
                .orElseThrow();
        assertThat(report.online()).isFalse();
        assertThat(report.document()).isEqualTo(text("offline"));
    }

    @Test
    void watchersAreListedWithTheNumberOfTheirLastNotify() {
        Subscription subscription = subscribed("a");
        published("open");
        assertThat(TestBed.get(administration.subscriptions().watchers(alice(), Optional.empty())))
                .containsExactly(new SubscriptionReport(subscription, 2));
        assertThat(TestBed.get(administration.subscriptions().watchers(alice(), Optional.of(EventName.PRESENCE))))
                .hasSize(1);
        assertThat(TestBed.get(administration.subscriptions().watchers(alice(), Optional.of(new EventName("dialog")))))
                .isEmpty();
        assertThat(TestBed.get(administration.subscriptions().subscription(subscription.id())))
                .contains(new SubscriptionReport(subscription, 2));
        assertThat(TestBed.get(administration.subscriptions().subscription("unknown")))
                .isEmpty();
    }

    @Test
    void anEndedSubscriptionIsToldSoAndGone() {
        Subscription subscription = subscribed("a");
        assertThat(TestBed.get(administration.subscriptions().end(subscription.id())))
                .isTrue();
        bed.settle();
        assertThat(sender.last(dialog("a").id()).subscriptionState()).isEqualTo("terminated;reason=deactivated");
        assertThat(TestBed.get(administration.subscriptions().end(subscription.id())))
                .isFalse();
        assertThat(store.count().subscriptions()).isZero();
    }

    @Test
    void cleanupLeavesWhatExpiredJustNowToItsLane() {
        published("open");
        subscribed("a");
        clock.advanceSeconds(629);
        assertThat(TestBed.get(administration.cleanup().run())).isEqualTo(new CleanupReport(0, 0, 0));
        clock.advanceSeconds(2);
        assertThat(TestBed.get(administration.cleanup().run())).isEqualTo(new CleanupReport(0, 1, 0));
        clock.advanceSeconds(3_000);
        assertThat(TestBed.get(administration.cleanup().run())).isEqualTo(new CleanupReport(1, 0, 1));
    }

    @Test
    void presentitiesAreListedPageByPage() {
        published("open");
        assertThat(TestBed.get(bed.publish(publish(bob(), "open")))).isInstanceOf(Accepted.class);
        assertThat(administration.presentities().list("", "", 1, Optional.empty()))
                .containsExactly(alice());
        assertThat(administration.presentities().list("", alice().uri(), 10, Optional.empty()))
                .containsExactly(bob());
        assertThat(administration.presentities().list("ali", "", 10, Optional.empty()))
                .containsExactly(alice());
    }

    @Test
    void theServerIsReadyWhileItsDatabaseAnswers() {
        assertThat(administration.readiness().unreadiness()).isEmpty();
        store.failAll(true);
        assertThat(administration.readiness().unreadiness()).contains("the database does not answer");
        store.failAll(false);
    }

    @Test
    void afterALostWriteTheWatchersAreToldWhatTheDatabaseHolds() {
        published("open");
        subscribed("a");
        store.failAll(true);
        assertThat(TestBed.succeeded(bed.publish(publish(alice(), "lost")))).isFalse();
        store.failAll(false);
        org.awaitility.Awaitility.await()
                .until(() -> sender.bodies(dialog("a").id()).equals(List.of("open", "open")));
    }

    @Test
    void expiryEndsPublicationsAndSubscriptionsTogether() {
        published("open");
        subscribed("a");
        Instant end = NOON.plusSeconds(3_600);
        clock.advanceSeconds(3_600);
        bed.expire(alice());
        bed.settle();
        assertThat(clock.instant()).isEqualTo(end);
        assertThat(sender.bodies(dialog("a").id())).containsExactly("open", "offline");
        assertThat(store.count().publications() + store.count().subscriptions()).isZero();
    }
}
