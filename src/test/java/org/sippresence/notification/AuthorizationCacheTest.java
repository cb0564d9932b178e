package org.sippresence.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.sippresence.authorization.AuthorizationFixtures.EVERYTHING;
import static org.sippresence.authorization.AuthorizationFixtures.rule;
import static org.sippresence.authorization.AuthorizationFixtures.rules;
import static org.sippresence.testkit.Fixtures.alice;
import static org.sippresence.testkit.Fixtures.dialog;
import static org.sippresence.testkit.Fixtures.modify;
import static org.sippresence.testkit.Fixtures.publish;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.sippresence.authorization.AuthorizationFixtures;
import org.sippresence.authorization.DecisionContext;
import org.sippresence.authorization.Requester;
import org.sippresence.authorization.RuleSet;
import org.sippresence.authorization.RulesDecision;
import org.sippresence.events.presence.PresencePackage;
import org.sippresence.model.Aor;
import org.sippresence.model.EntityTag;
import org.sippresence.model.EventId;
import org.sippresence.model.EventName;
import org.sippresence.presentity.InMemoryPresentityStore;
import org.sippresence.publication.PublishCommand;
import org.sippresence.publication.PublishOutcome;
import org.sippresence.subscription.SubscribeCommand;
import org.sippresence.subscription.SubscribeOutcome;
import org.sippresence.subscription.Subscription;
import org.sippresence.testkit.Fixtures;
import org.sippresence.testkit.MutableClock;
import org.sippresence.testkit.RecordingNotifySender;
import org.sippresence.testkit.TestBed;

final class AuthorizationCacheTest {

    private static final String SERVICES_ONLY = "<pr:provide-services><pr:all-services/></pr:provide-services>";

    private final RecordingNotifySender sender = new RecordingNotifySender();
    private final MutableClock clock = new MutableClock(Fixtures.NOON);
    private volatile Optional<RuleSet> rules = Optional.of(RuleSet.NONE);
    private final InMemoryPresentityStore store = new InMemoryPresentityStore();

    @AutoClose
    private final TestBed bed = TestBed.plan()
            .store(store)
            .sender(sender)
            .clock(clock)
            .eventPackage(new PresencePackage(65_536, OptionalInt.empty(), false))
            .rules(transaction -> rules)
            .start();

    private static String one(String user) {
        return AuthorizationFixtures.one("sip:" + user + "@example.org");
    }

    private void change(RuleSet newRules) {
        rules = Optional.of(newRules);
        bed.change(alice(), bed.authorizationCache::reauthorize);
        bed.settle();
    }

    private SubscribeOutcome subscribe(String watcher) {
        return bed.settled(bed.subscribe(command(watcher, 600)));
    }

    private static SubscribeCommand command(String watcher, int expires) {
        Aor aor = Aor.parse("sip:" + watcher + "@example.org");
        return Fixtures.subscribe(new EventId(EventName.PRESENCE, ""), aor, dialog(watcher), expires);
    }

    private EntityTag published(PublishCommand command) {
        PublishOutcome.Accepted accepted = (PublishOutcome.Accepted) TestBed.get(bed.publish(command));
        bed.settle();
        return accepted.entityTag();
    }

    private static String document(String basic, String person) {
        return document("<tuple id='t'><status><basic>" + basic + "</basic></status></tuple><dm:person id='p'>" + person
                + "</dm:person>");
    }

    private static String document(String content) {
        return "<presence xmlns='urn:ietf:params:xml:ns:pidf' xmlns:dm='urn:ietf:params:xml:ns:pidf:data-model'"
                + " xmlns:r='urn:ietf:params:xml:ns:pidf:rpid' entity='sip:alice@example.org'>" + content
                + "</presence>";
    }

    private int count(String watcher) {
        return sender.in(dialog(watcher).id()).size();
    }

    private Notify last(String watcher) {
        return sender.last(dialog(watcher).id());
    }

    private String state(String watcher) {
        return last(watcher).subscriptionState().split(";", 2)[0];
    }

    private String body(String watcher) {
        return last(watcher).body().map(each -> each.text()).orElse("-");
    }

    @Test
    void withoutADocumentEverybodyIsPendingAndSeesNothing() {
        published(publish(alice(), document("open", "")));
        subscribe("bob");
        assertThat(state("bob")).isEqualTo("pending");
        assertThat(body("bob")).isEqualTo("-");
    }

    @Test
    void aRuleThatAllowsMakesThePendingWatcherActiveWithTheStateAndTellsNobodyElse() {
        published(publish(alice(), document("open", "")));
        subscribe("bob");
        subscribe("carol");
        change(rules(rule("r", one("bob"), "allow", EVERYTHING), rule("s", one("carol"), "confirm", "")));
        assertThat(state("bob")).isEqualTo("active");
        assertThat(body("bob")).contains("open");
        assertThat(count("bob")).isEqualTo(2);
        assertThat(count("carol")).isEqualTo(1);
    }

    @Test
    void whomARuleBlocksIsRefusedOrRejected() {
        subscribe("bob");
        change(rules(rule("r", one("bob"), "block", "")));
        assertThat(last("bob").subscriptionState()).isEqualTo("terminated;reason=rejected");
        assertThat(subscribe("bob")).isInstanceOf(SubscribeOutcome.Rejected.class);
    }

    @Test
    void aPolitelyBlockedWatcherSeesAnOfflinePresentityWhateverHappens() {
        rules = Optional.of(rules(rule("r", one("bob"), "polite-block", "")));
        subscribe("bob");
        String offline = body("bob");
        EntityTag tag = published(publish(alice(), document("open", "")));
        published(modify(alice(), tag, document("closed", "")));
        assertThat(state("bob")).isEqualTo("active");
        assertThat(offline).contains("closed").doesNotContain("contact");
        assertThat(count("bob")).isEqualTo(1);
    }

    @Test
    void aWatcherIsNotToldOfWhatItMayNotSee() {
        rules = Optional.of(
                rules(rule("r", one("bob"), "allow", SERVICES_ONLY), rule("s", one("carol"), "allow", EVERYTHING)));
        EntityTag tag = published(publish(alice(), document("open", "<r:mood><r:happy/></r:mood>")));
        subscribe("bob");
        subscribe("carol");
        assertThat(body("bob")).contains("open").doesNotContain("happy");
        assertThat(body("carol")).contains("happy");
        tag = published(modify(alice(), tag, document("open", "<r:mood><r:sad/></r:mood>")));
        assertThat(count("bob")).isEqualTo(1);
        assertThat(body("carol")).contains("sad");
        published(modify(alice(), tag, document("closed", "<r:mood><r:sad/></r:mood>")));
        assertThat(body("bob")).contains("closed").doesNotContain("sad");
    }

    @Test
    void aVisibleChangeIsToldThoughAnInvisibleOneFollowsBeforeItsCommit() {
        rules = Optional.of(
                rules(rule("r", one("bob"), "allow", SERVICES_ONLY), rule("s", one("carol"), "allow", SERVICES_ONLY)));
        EntityTag service = published(publish(alice(), document("open", "")));
        EntityTag mood = published(publish(alice(), person("happy")));
        subscribe("bob");
        subscribe("carol");
        store.holdWrites();
        CompletableFuture<PublishOutcome> visible = bed.publish(modify(alice(), service, document("closed", "")));
        boolean toldBefore = bed.read(
                alice(),
                transaction -> { // as after the answer to a NOTIFY that was in flight
                    Subscription bobs = transaction
                            .subscriptions()
                            .subscriptions()
                            .iterator()
                            .next();
                    bed.notifier.notifyOfState(transaction, bobs);
                    return true;
                });
        CompletableFuture<PublishOutcome> invisible = bed.publish(modify(alice(), mood, person("sad")));
        store.releaseWrites();
        TestBed.get(visible);
        bed.settled(invisible);
        assertThat(toldBefore).isTrue();
        assertThat(body("bob")).contains("closed");
        assertThat(body("carol")).contains("closed");
    }

    private static String person(String mood) {
        return document("<dm:person id='q'><r:mood><r:" + mood + "/></r:mood></dm:person>");
    }

    @Test
    void whoSeesTheSameAfterAChangeOfRulesIsNotTold() {
        rules = Optional.of(rules(rule("r", one("bob"), "allow", SERVICES_ONLY)));
        published(publish(alice(), document("open", "")));
        subscribe("bob");
        change(rules(rule("new-name", one("bob"), "allow", SERVICES_ONLY), rule("s", one("carol"), "block", "")));
        assertThat(count("bob")).isEqualTo(1);
        change(rules(rule("r", one("bob"), "polite-block", "")));
        assertThat(body("bob")).contains("closed");
        assertThat(count("bob")).isEqualTo(2);
    }

    @Test
    void aWindowOpensAndClosesByItself() {
        String window =
                "<validity><from>2026-11-22T12:10:00Z</from><until>2026-11-22T13:20:00+01:00</until>" + "</validity>";
        rules = Optional.of(rules(
                rule("always", one("bob"), "confirm", ""), rule("hour", one("bob") + window, "allow", EVERYTHING)));
        published(publish(alice(), document("open", "")));
        assertThat(bed.settled(bed.subscribe(command("bob", 3_600)))).isInstanceOf(SubscribeOutcome.Accepted.class);
        assertThat(state("bob")).isEqualTo("pending");
        clock.advance(Duration.ofMinutes(10));
        bed.expire(alice());
        bed.settle();
        assertThat(state("bob")).isEqualTo("active");
        clock.advance(Duration.ofMinutes(10));
        bed.expire(alice());
        bed.settle();
        assertThat(state("bob")).isEqualTo("pending");
        assertThat(count("bob")).isEqualTo(3);
    }

    @Test
    void aWindowWakesThePresentityThoughItsRulesLeftAllWatchersAsTheyWere() {
        Instant soon = Instant.now().plusMillis(300);
        RuleSet window = rules(
                rule("always", one("bob"), "confirm", ""),
                rule(
                        "window",
                        one("bob") + "<validity><from>" + soon + "</from><until>" + soon.plusSeconds(3600)
                                + "</until></validity>",
                        "allow",
                        EVERYTHING));
        AtomicReference<RuleSet> current = new AtomicReference<>(RuleSet.NONE);
        RecordingNotifySender told = new RecordingNotifySender();
        try (TestBed timely = TestBed.plan()
                .sender(told)
                .clock(Clock.systemUTC())
                .rules(transaction -> Optional.of(current.get()))
                .start()) {
            assertThat(TestBed.get(timely.subscribe(Fixtures.subscribe(alice(), "bob", 600))))
                    .isInstanceOf(SubscribeOutcome.Accepted.class);
            timely.settle();
            current.set(window);
            timely.change(alice(), timely.authorizationCache::reauthorize);
            await().atMost(Duration.ofSeconds(10)).until(() -> told.count() == 2);
            assertThat(Instant.now()).isAfterOrEqualTo(soon);
        }
    }

    @Test
    void aNewSphereIsDecidedUpon() {
        rules = Optional.of(rules(
                rule("home", one("bob"), "confirm", ""),
                rule("work", one("bob") + "<sphere value='work'/>", "allow", EVERYTHING)));
        EntityTag tag = published(publish(alice(), document("open", "<r:sphere><r:home/></r:sphere>")));
        subscribe("bob");
        assertThat(state("bob")).isEqualTo("pending");
        tag = published(modify(alice(), tag, document("open", "<r:sphere><r:work/></r:sphere>")));
        assertThat(state("bob")).isEqualTo("active");
        assertThat(body("bob")).contains("work");
        published(modify(alice(), tag, document("open", "<r:sphere><r:home/></r:sphere>")));
        assertThat(state("bob")).isEqualTo("pending");
        assertThat(body("bob")).isEqualTo("-");
    }

    @Test
    void whileRulesAreNotKnownNobodyIsToldAndThenEverybodyIs() {
        rules = Optional.of(rules(rule("r", one("bob"), "allow", EVERYTHING)));
        EntityTag tag = published(publish(alice(), document("open", "")));
        subscribe("bob");
        rules = Optional.empty(); // as after a restart with a server of somebody else's
        bed.administration
                .watcherUpdates()
                .refreshWatchers(alice(), EventName.PRESENCE, 1)
                .join();
        bed.settle();
        int before = count("bob");
        published(modify(alice(), tag, document("closed", "")));
        assertThat(count("bob")).isEqualTo(before);
        assertThat(state("bob")).isEqualTo("active");
    }

    @Test
    void ofTenThousandWatchersOnlyThoseWhoseViewChangesAreTold() {
        int watchers = 10_000;
        StringBuilder ten = new StringBuilder("<identity>");
        for (int i = 0; i < 10; i++) {
            ten.append("<one id='sip:w").append(i).append("@example.org'/>");
        }
        ten.append("</identity>");
        String all = "<identity><many domain='example.org'/></identity>";
        rules = Optional.of(rules(rule("all", all, "allow", SERVICES_ONLY)));
        published(publish(alice(), document("open", "<r:mood><r:happy/></r:mood>")));
        for (int i = 0; i < watchers; i++) {
            Object unused = bed.subscribe(command("w" + i, 600));
        }
        bed.settle();
        assertThat(sender.count()).isEqualTo(watchers);
        change(rules(rule("all", all, "allow", SERVICES_ONLY), rule("ten", ten.toString(), "allow", EVERYTHING)));
        assertThat(sender.count()).isEqualTo(watchers + 10);
        assertThat(body("w3")).contains("happy");
        assertThat(count("w10")).isEqualTo(1);
    }

    @Test
    void aDecisionIsMadeOnceForAllWhoAreTreatedAlike() {
        AuthorizationSnapshot ruling = new AuthorizationSnapshot(
                rules(
                        rule("all", "<identity><many domain='example.org'/></identity>", "allow", SERVICES_ONLY),
                        rule("one", one("w3"), "allow", EVERYTHING)),
                new DecisionContext(Fixtures.NOON, Optional.empty()));
        Set<RulesDecision> made = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = 0; i < 10_000; i++) {
            made.add(ruling.decide(Requester.of(Aor.parse("sip:w" + i + "@example.org"))));
        }
        assertThat(made).hasSize(2);
    }
}
