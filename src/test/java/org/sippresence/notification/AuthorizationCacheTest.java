package org.sippresence.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.sippresence.testkit.Fixtures.alice;
import static org.sippresence.testkit.Fixtures.dialog;
import static org.sippresence.testkit.Fixtures.modify;
import static org.sippresence.testkit.Fixtures.publish;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sippresence.authorization.DecisionContext;
import org.sippresence.authorization.MalformedRulesException;
import org.sippresence.authorization.Requester;
import org.sippresence.authorization.RuleSet;
import org.sippresence.authorization.RulesDecision;
import org.sippresence.authorization.RulesReader;
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

    private static final String EVERYTHING = "<pr:provide-services><pr:all-services/></pr:provide-services>"
            + "<pr:provide-persons><pr:all-persons/></pr:provide-persons><pr:provide-all-attributes/>";
    private static final String SERVICES_ONLY = "<pr:provide-services><pr:all-services/></pr:provide-services>";

    private final RecordingNotifySender sender = new RecordingNotifySender();
    private final MutableClock clock = new MutableClock(Fixtures.NOON);
    private volatile Optional<RuleSet> rules = Optional.of(RuleSet.NONE);
    private final InMemoryPresentityStore store = new InMemoryPresentityStore();
    private final TestBed bed = TestBed.plan()
            .store(store)
            .sender(sender)
            .clock(clock)
            .eventPackage(new PresencePackage(65_536, OptionalInt.empty(), false))
            .rules(transaction -> rules)
            .start();

    @AfterEach
    void close() {
        bed.close();
        assertThat(sender.violations()).isEmpty();
    }

    private static String rule(String id, String conditions, String handling, String transformations) {
        return "<cp:rule id='" + id + "'><cp:conditions>" + conditions + "</cp:conditions><cp:actions><pr:sub-handling>"
                + handling + "</pr:sub-handling></cp:actions><cp:transformations>" + transformations
                + "</cp:transformations></cp:rule>";
    }

    private static String one(String user) {
        return "<cp:identity><cp:one id='sip:" + user + "@example.org'/></cp:identity>";
    }

    private static RuleSet read(String... all) {
        String document = "<cp:ruleset xmlns:cp='urn:ietf:params:xml:ns:common-policy'"
                + " xmlns:pr='urn:ietf:params:xml:ns:pres-rules'>" + String.join("", all) + "</cp:ruleset>";
        try {
            return RuleSet.of(List.of(RulesReader.read("", document.getBytes(StandardCharsets.UTF_8))));
        } catch (MalformedRulesException e) {
            throw new AssertionError(e);
        }
    }

    private void change(RuleSet newRules) {
        rules = Optional.of(newRules);
        bed.change(alice(), bed.authorizationCache::reauthorize);
        bed.settle();
    }

    private SubscribeOutcome subscribe(String watcher) {
        SubscribeCommand command = new SubscribeCommand(
                alice(),
                new EventId(EventName.PRESENCE, ""),
                Fixtures.watcher(Aor.parse("sip:" + watcher + "@example.org")),
                dialog(watcher),
                OptionalInt.of(600),
                List.of(),
                Optional.empty());
        SubscribeOutcome outcome = TestBed.get(bed.subscribe(command));
        bed.settle();
        return outcome;
    }

    private EntityTag published(PublishCommand command) {
        PublishOutcome.Accepted accepted = (PublishOutcome.Accepted) TestBed.get(bed.publish(command));
        bed.settle();
        return accepted.entityTag();
    }

    private static String document(String basic, String person) {
        return "<presence xmlns='urn:ietf:params:xml:ns:pidf' xmlns:dm='urn:ietf:params:xml:ns:pidf:data-model'"
                + " xmlns:r='urn:ietf:params:xml:ns:pidf:rpid' entity='sip:alice@example.org'><tuple id='t'><status><basic>"
                + basic + "</basic></status></tuple><dm:person id='p'>" + person + "</dm:person></presence>";
    }

    private int count(String watcher) {
        return sender.in(dialog(watcher).id()).size();
    }

    private Notify last(String watcher) {
        List<Notify> all = sender.in(dialog(watcher).id());
        return all.get(all.size() - 1);
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
        change(read(rule("r", one("bob"), "allow", EVERYTHING), rule("s", one("carol"), "confirm", "")));
        assertThat(state("bob")).isEqualTo("active");
        assertThat(body("bob")).contains("open");
        assertThat(count("bob")).isEqualTo(2);
        assertThat(count("carol")).isEqualTo(1);
    }

    @Test
    void whomARuleBlocksIsRefusedOrRejected() {
        subscribe("bob");
        change(read(rule("r", one("bob"), "block", "")));
        assertThat(last("bob").subscriptionState()).isEqualTo("terminated;reason=rejected");
        assertThat(subscribe("bob")).isInstanceOf(SubscribeOutcome.Rejected.class);
    }

    @Test
    void aPolitelyBlockedWatcherSeesAnOfflinePresentityWhateverHappens() {
        rules = Optional.of(read(rule("r", one("bob"), "polite-block", "")));
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
                read(rule("r", one("bob"), "allow", SERVICES_ONLY), rule("s", one("carol"), "allow", EVERYTHING)));
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
                read(rule("r", one("bob"), "allow", SERVICES_ONLY), rule("s", one("carol"), "allow", SERVICES_ONLY)));
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
        TestBed.get(invisible);
        bed.settle();
        assertThat(toldBefore).isTrue();
        assertThat(body("bob")).contains("closed");
        assertThat(body("carol")).contains("closed");
    }

    private static String person(String mood) {
        return "<presence xmlns='urn:ietf:params:xml:ns:pidf' xmlns:dm='urn:ietf:params:xml:ns:pidf:data-model'"
                + " xmlns:r='urn:ietf:params:xml:ns:pidf:rpid' entity='sip:alice@example.org'><dm:person id='q'><r:mood><r:"
                + mood + "/></r:mood></dm:person></presence>";
    }

    @Test
    void whoSeesTheSameAfterAChangeOfRulesIsNotTold() {
        rules = Optional.of(read(rule("r", one("bob"), "allow", SERVICES_ONLY)));
        published(publish(alice(), document("open", "")));
        subscribe("bob");
        change(read(rule("new-name", one("bob"), "allow", SERVICES_ONLY), rule("s", one("carol"), "block", "")));
        assertThat(count("bob")).isEqualTo(1);
        change(read(rule("r", one("bob"), "polite-block", "")));
        assertThat(body("bob")).contains("closed");
        assertThat(count("bob")).isEqualTo(2);
    }

    @Test
    void aWindowOpensAndClosesByItself() {
        String window =
                "<cp:validity><cp:from>2026-11-22T12:10:00Z</cp:from><cp:until>2026-11-22T13:20:00+01:00</cp:until>"
                        + "</cp:validity>";
        rules = Optional.of(read(
                rule("always", one("bob"), "confirm", ""), rule("hour", one("bob") + window, "allow", EVERYTHING)));
        published(publish(alice(), document("open", "")));
        subscribeForAnHour("bob");
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
        RuleSet window = read(
                rule("always", one("bob"), "confirm", ""),
                rule(
                        "window",
                        one("bob") + "<cp:validity><cp:from>" + soon + "</cp:from><cp:until>" + soon.plusSeconds(3600)
                                + "</cp:until></cp:validity>",
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

    private void subscribeForAnHour(String watcher) {
        SubscribeCommand command = new SubscribeCommand(
                alice(),
                new EventId(EventName.PRESENCE, ""),
                Fixtures.watcher(Aor.parse("sip:" + watcher + "@example.org")),
                dialog(watcher),
                OptionalInt.of(3_600),
                List.of(),
                Optional.empty());
        assertThat(TestBed.get(bed.subscribe(command))).isInstanceOf(SubscribeOutcome.Accepted.class);
        bed.settle();
    }

    @Test
    void aNewSphereIsDecidedUpon() {
        rules = Optional.of(read(
                rule("home", one("bob"), "confirm", ""),
                rule("work", one("bob") + "<cp:sphere value='work'/>", "allow", EVERYTHING)));
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
        rules = Optional.of(read(rule("r", one("bob"), "allow", EVERYTHING)));
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
        StringBuilder ten = new StringBuilder("<cp:identity>");
        for (int i = 0; i < 10; i++) {
            ten.append("<cp:one id='sip:w").append(i).append("@example.org'/>");
        }
        ten.append("</cp:identity>");
        String all = "<cp:identity><cp:many domain='example.org'/></cp:identity>";
        rules = Optional.of(read(rule("all", all, "allow", SERVICES_ONLY)));
        published(publish(alice(), document("open", "<r:mood><r:happy/></r:mood>")));
        for (int i = 0; i < watchers; i++) {
            Object unused = bed.subscribe(new SubscribeCommand(
                    alice(),
                    new EventId(EventName.PRESENCE, ""),
                    Fixtures.watcher(Aor.parse("sip:w" + i + "@example.org")),
                    dialog("w" + i),
                    OptionalInt.of(600),
                    List.of(),
                    Optional.empty()));
        }
        bed.settle();
        assertThat(sender.count()).isEqualTo(watchers);
        change(read(rule("all", all, "allow", SERVICES_ONLY), rule("ten", ten.toString(), "allow", EVERYTHING)));
        assertThat(sender.count()).isEqualTo(watchers + 10);
        assertThat(body("w3")).contains("happy");
        assertThat(count("w10")).isEqualTo(1);
    }

    @Test
    void aDecisionIsMadeOnceForAllWhoAreTreatedAlike() {
        AuthorizationSnapshot ruling = new AuthorizationSnapshot(
                read(
                        rule(
                                "all",
                                "<cp:identity><cp:many domain='example.org'/></cp:identity>",
                                "allow",
                                SERVICES_ONLY),
                        rule("one", one("w3"), "allow", EVERYTHING)),
                new DecisionContext(Fixtures.NOON, Optional.empty()));
        Set<RulesDecision> made = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = 0; i < 10_000; i++) {
            made.add(ruling.decide(Requester.of(Aor.parse("sip:w" + i + "@example.org"))));
        }
        assertThat(made).hasSize(2);
    }
}
