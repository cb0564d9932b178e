package org.sippresence.xcap.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.sippresence.xcap.client.MisbehavingServer.body;
import static org.sippresence.xcap.client.MisbehavingServer.document;
import static org.sippresence.xcap.client.MisbehavingServer.redirect;
import static org.sippresence.xcap.client.MisbehavingServer.status;
import static org.sippresence.xcap.client.XcapClientFixtures.ALICE;
import static org.sippresence.xcap.client.XcapClientFixtures.ALICES;
import static org.sippresence.xcap.client.XcapClientFixtures.BOB;
import static org.sippresence.xcap.client.XcapClientFixtures.CAROL;
import static org.sippresence.xcap.client.XcapClientFixtures.NOON;
import static org.sippresence.xcap.client.XcapClientFixtures.allowing;
import static org.sippresence.xcap.client.XcapClientFixtures.decision;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sippresence.attributes.AttributeName;
import org.sippresence.attributes.MemoryUserAttributes;
import org.sippresence.attributes.UserAttribute;
import org.sippresence.attributes.UserAttributes;
import org.sippresence.authorization.Authorization;
import org.sippresence.authorization.RuleSet;
import org.sippresence.model.Aor;
import org.sippresence.settings.XcapSettings;
import org.sippresence.testkit.MutableClock;
import org.sippresence.xcap.client.MisbehavingServer.Asked;
import org.sippresence.xcap.client.MisbehavingServer.Behaviour;

final class RemoteRulesTest {

    private final MutableClock clock = new MutableClock(NOON);
    private final UserAttributes attributes = new MemoryUserAttributes(10);
    private final List<Aor> changes = new CopyOnWriteArrayList<>();
    private final List<RemoteRules> opened = new ArrayList<>();

    @AutoClose
    private final MisbehavingServer server = new MisbehavingServer();

    private RemoteRules rules = open(XcapClientFixtures.settings(server.root()));

    @AfterEach
    void close() {
        opened.forEach(RemoteRules::close);
    }

    private RemoteRules open(XcapSettings settings) {
        RemoteRules client = new RemoteRules(settings, attributes, 100, clock);
        client.onChange(changes::add);
        opened.add(client);
        return client;
    }

    private static void settled(CompletableFuture<Void> prepared) {
        assertThat(prepared).succeedsWithin(Duration.ofSeconds(20));
    }

    /** Alice lets Bob see, and is watched. */
    private void aliceIsWatched() {
        server.on(ALICES, document(allowing(BOB), "\"1\""));
        settled(rules.prepare(ALICE));
        rules.watch(ALICE);
        assertThat(decision(rules.current(ALICE), BOB)).isEqualTo(Authorization.ALLOW);
        changes.clear();
    }

    /** One refresh time later, when the answers are there. */
    private void aRoundLater() {
        long before = answers();
        clock.advance(Duration.ofMinutes(5));
        rules.tick();
        await().until(() -> answers() > before && rules.metrics().running() == 0);
    }

    private long answers() {
        return rules.metrics().responses().values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private long failures(FetchFailure kind) {
        return rules.metrics().responses().get(ResponseCounters.kind(kind));
    }

    @Nested
    final class WithAGoodServer {

        @Test
        void nothingIsKnownBeforeTheFirstAnswer() {
            assertThat(rules.current(ALICE)).isEqualTo(RuleSet.NONE);
        }

        @Test
        void preparedRulesAreInForceAndAnnounced() {
            server.on(ALICES, document(allowing(BOB), "\"1\""));
            settled(rules.prepare(ALICE));
            assertThat(decision(rules.current(ALICE), BOB)).isEqualTo(Authorization.ALLOW);
            assertThat(decision(rules.current(ALICE), CAROL)).isEqualTo(Authorization.BLOCK);
            assertThat(changes).containsExactly(ALICE);
        }

        @Test
        void whoHasNoDocumentConfirms() {
            settled(rules.prepare(ALICE));
            assertThat(rules.current(ALICE)).isEqualTo(RuleSet.NONE);
            assertThat(decision(rules.current(ALICE), BOB)).isEqualTo(Authorization.CONFIRM);
            assertThat(changes).isEmpty();
        }

        @Test
        void whatIsWatchedIsNotAskedForAgainBeforeItsTime() {
            aliceIsWatched();
            settled(rules.prepare(ALICE));
            clock.advanceSeconds(60);
            settled(rules.prepare(ALICE));
            assertThat(server.asked()).hasSize(1);
        }

        @Test
        void anUnchangedDocumentCostsNoBodyAndNoDecision() {
            aliceIsWatched();
            aRoundLater();
            assertThat(server.asked()).extracting(Asked::etag).containsExactly(Optional.empty(), Optional.of("\"1\""));
            assertThat(rules.metrics().responses().get("unchanged")).isEqualTo(1);
            assertThat(changes).isEmpty();
        }

        @Test
        void aChangedDocumentIsAnnouncedWithinTheRefreshTime() {
            aliceIsWatched();
            server.on(ALICES, document(allowing(CAROL), "\"2\""));
            aRoundLater();
            await().untilAsserted(() -> assertThat(changes).containsExactly(ALICE));
            assertThat(decision(rules.current(ALICE), BOB)).isEqualTo(Authorization.BLOCK);
            assertThat(decision(rules.current(ALICE), CAROL)).isEqualTo(Authorization.ALLOW);
        }

        @Test
        void aDocumentThatIsGoneLeavesNoRules() {
            aliceIsWatched();
            server.on(ALICES, status(404));
            aRoundLater();
            await().untilAsserted(() -> assertThat(changes).containsExactly(ALICE));
            assertThat(rules.current(ALICE)).isEqualTo(RuleSet.NONE);
        }

        @Test
        void refreshAsksEvenForWhatIsWatched() {
            aliceIsWatched();
            server.on(ALICES, document(allowing(CAROL), "\"2\""));
            settled(rules.refresh(ALICE));
            assertThat(decision(rules.current(ALICE), CAROL)).isEqualTo(Authorization.ALLOW);
        }

        @Test
        void whoIsNotWatchedAnyMoreIsNotAskedForButRemembered() {
            aliceIsWatched();
            rules.unwatch(ALICE);
            clock.advance(Duration.ofMinutes(5));
            rules.tick();
            assertThat(decision(rules.current(ALICE), BOB)).isEqualTo(Authorization.ALLOW);
            assertThat(rules.metrics().watched()).isZero();
            settled(rules.prepare(ALICE));
            assertThat(server.asked()).hasSize(2);
        }

        @Test
        void manyWhoWaitForOneDocumentCostOneRequest() {
            server.on(ALICES, server.late(200, document(allowing(BOB), "\"1\"")));
            List<CompletableFuture<Void>> prepared =
                    IntStream.range(0, 50).mapToObj(i -> rules.prepare(ALICE)).toList();
            prepared.forEach(RemoteRulesTest::settled);
            assertThat(server.asked()).hasSize(1);
        }

        @Test
        void usersWithTheSameDocumentShareItsRules() {
            server.on(ALICES, document(allowing(BOB), "\"1\""));
            server.on(ALICES.replace("alice", "carol"), document(allowing(BOB), "\"7\""));
            settled(rules.prepare(ALICE));
            settled(rules.prepare(CAROL));
            assertThat(rules.current(CAROL)).isSameAs(rules.current(ALICE));
        }

        @Test
        void severalDocumentsOfAUserCountTogether() {
            RemoteRules several = open(XcapClientFixtures.settings(server.root(), List.of("a.xml", "b.xml", "c.xml")));
            server.on("pres-rules/users/sip:alice@example.org/a.xml", document(allowing(BOB), "\"1\""));
            server.on("pres-rules/users/sip:alice@example.org/c.xml", document(allowing(CAROL), "\"1\""));
            settled(several.prepare(ALICE));
            assertThat(decision(several.current(ALICE), BOB)).isEqualTo(Authorization.ALLOW);
            assertThat(decision(several.current(ALICE), CAROL)).isEqualTo(Authorization.ALLOW);
        }

        @Test
        void anAttributeOfTheUserNamesOtherDocuments() {
            server.on("pres-rules/users/sip:alice@example.org/mine.xml", document(allowing(CAROL), "\"1\""));
            aliceIsWatched();
            attributes.save(new UserAttribute(new AttributeName(ALICE.uri(), "pres_rules_file"), "mine.xml, none.xml"));
            aRoundLater();
            await().untilAsserted(() ->
                    assertThat(decision(rules.current(ALICE), CAROL)).isEqualTo(Authorization.ALLOW));
            assertThat(decision(rules.current(ALICE), BOB)).isEqualTo(Authorization.BLOCK);
        }

        @Test
        void rulesOfWhoIsWatchedAreNeverForgotten() {
            aliceIsWatched();
            IntStream.range(0, 300).forEach(i -> settled(rules.prepare(Aor.parse("sip:u" + i + "@example.org"))));
            assertThat(decision(rules.current(ALICE), BOB)).isEqualTo(Authorization.ALLOW);
        }
    }

    /** Ways in which a server misbehaves. */
    @SuppressWarnings("ImmutableEnumChecker") // lambdas without state
    enum Trouble {
        REDIRECT(FetchFailure.REDIRECTED, server -> redirect(URI.create(server.root() + "/elsewhere"))),
        ERROR(FetchFailure.SERVER_ERROR, server -> status(500)),
        OVERLOAD(FetchFailure.SERVER_ERROR, server -> status(503)),
        FORBIDDEN(FetchFailure.UNAUTHORIZED, server -> status(403)),
        CREDENTIALS_WANTED(FetchFailure.UNAUTHORIZED, server -> status(401)),
        STRANGE_STATUS(FetchFailure.UNEXPECTED, server -> status(206)),
        NO_CONTENT(FetchFailure.UNEXPECTED, server -> status(204)),
        WITHOUT_END(FetchFailure.TOO_LARGE, server -> server.endless(200)),
        ERROR_WITHOUT_END(FetchFailure.SERVER_ERROR, server -> server.endless(500)),
        TOO_LONG(FetchFailure.TOO_LARGE, server -> body("application/xml", " ".repeat(10_000_000))),
        LOGIN_PAGE(FetchFailure.WRONG_TYPE, server -> body("text/html; charset=utf-8", "<html/>")),
        JSON(FetchFailure.WRONG_TYPE, server -> body("application/json", "{}")),
        EMPTY(FetchFailure.UNREADABLE, server -> body("application/auth-policy+xml", "")),
        OTHER_XML(FetchFailure.UNREADABLE, server -> body("application/xml", "<html/>")),
        CUT_OFF(
                FetchFailure.UNREADABLE,
                server -> body("application/xml", allowing(CAROL).substring(0, 200))),
        ENTITIES(
                FetchFailure.UNREADABLE,
                server -> body(
                        "application/xml",
                        "<!DOCTYPE ruleset [<!ENTITY x SYSTEM" + " \"file:///etc/passwd\">]>"
                                + allowing(CAROL).replaceFirst("<\\?.*\\?>", ""))),
        SILENCE(FetchFailure.TIMEOUT, MisbehavingServer::silence),
        DRIPPING(FetchFailure.TIMEOUT, server -> server.dripping(allowing(CAROL)));

        private final FetchFailure kind;
        private final Function<MisbehavingServer, Behaviour> behaviour;

        Trouble(FetchFailure kind, Function<MisbehavingServer, Behaviour> behaviour) {
            this.kind = kind;
            this.behaviour = behaviour;
        }
    }

    @Nested
    final class WithABadServer {

        @BeforeEach
        void beImpatient() {
            rules = open(
                    XcapClientFixtures.settings(server.root(), XcapClientFixtures.timeout(Duration.ofMillis(500))));
        }

        @ParameterizedTest
        @EnumSource
        void troubleChangesNothingOfWhatIsKnown(Trouble trouble) {
            aliceIsWatched();
            server.on(ALICES, trouble.behaviour.apply(server));
            settled(rules.refresh(ALICE));
            await().until(() -> failures(trouble.kind) == 1);
            assertThat(decision(rules.current(ALICE), BOB)).isEqualTo(Authorization.ALLOW);
            assertThat(decision(rules.current(ALICE), CAROL)).isEqualTo(Authorization.BLOCK);
            assertThat(changes).isEmpty();
            assertThat(server.asked()).extracting(Asked::path).allMatch(path -> path.endsWith("presence-rules.xml"));
        }

        @ParameterizedTest
        @EnumSource
        void troubleAtTheFirstRequestLeavesEverybodyToBeConfirmed(Trouble trouble) {
            server.on(ALICES, trouble.behaviour.apply(server));
            settled(rules.prepare(ALICE));
            await().until(() -> failures(trouble.kind) == 1);
            assertThat(rules.current(ALICE)).isEqualTo(RuleSet.NONE);
        }

        @ParameterizedTest
        @EnumSource
        void afterTroubleTheServerIsBelievedAgain(Trouble trouble) {
            aliceIsWatched();
            server.on(ALICES, trouble.behaviour.apply(server));
            settled(rules.refresh(ALICE));
            await().until(() -> failures(trouble.kind) == 1);
            server.on(ALICES, document(allowing(CAROL), "\"9\""));
            aRoundLater();
            await().untilAsserted(() ->
                    assertThat(decision(rules.current(ALICE), CAROL)).isEqualTo(Authorization.ALLOW));
        }

        @ParameterizedTest
        @EnumSource(names = {"WITHOUT_END", "ERROR_WITHOUT_END", "DRIPPING"})
        void aBodyWithoutEndIsHungUpOn(Trouble trouble) throws InterruptedException {
            server.on(ALICES, trouble.behaviour.apply(server));
            settled(rules.prepare(ALICE));
            assertThat(server.wasHungUpOn()).isTrue();
        }

        @Test
        void nobodyWaitsLongerThanTheTimeout() {
            server.on(ALICES, server.silence());
            assertThat(rules.prepare(ALICE)).succeedsWithin(Duration.ofSeconds(5));
            assertThat(server.asked()).hasSize(1);
        }

        @Test
        void aDeadServerIsNoticedAtOnce() throws IOException {
            URI nobody;
            try (ServerSocket free = new ServerSocket(0)) {
                nobody = URI.create("http://127.0.0.1:" + free.getLocalPort() + "/root");
            }
            rules = open(XcapClientFixtures.settings(nobody));
            settled(rules.prepare(ALICE));
            assertThat(failures(FetchFailure.UNREACHABLE)).isEqualTo(1);
        }

        @Test
        void anAnswerThatNobodyAskedForIsNotBelieved() {
            server.on(ALICES, status(304));
            settled(rules.prepare(ALICE));
            assertThat(failures(FetchFailure.UNEXPECTED)).isEqualTo(1);
            assertThat(rules.current(ALICE)).isEqualTo(RuleSet.NONE);
        }

        @Test
        void aNewBodyUnderAnOldTagCounts() {
            aliceIsWatched();
            server.on(ALICES, exchange -> {
                exchange.getResponseHeaders().set("ETag", "\"1\"");
                body("application/auth-policy+xml", allowing(CAROL)).answer(exchange);
            });
            settled(rules.refresh(ALICE));
            assertThat(decision(rules.current(ALICE), CAROL)).isEqualTo(Authorization.ALLOW);
        }

        @Test
        void whoSaysNotModifiedForEverIsFoundOut() {
            aliceIsWatched();
            server.on(ALICES, exchange -> {
                if (exchange.getRequestHeaders().containsKey("If-None-Match")) {
                    exchange.sendResponseHeaders(304, -1);
                } else {
                    document(allowing(CAROL), "\"1\"").answer(exchange);
                }
            });
            for (int i = 0; i < RemoteDocument.UNCONDITIONAL_EVERY; i++) {
                settled(rules.refresh(ALICE));
            }
            assertThat(decision(rules.current(ALICE), CAROL)).isEqualTo(Authorization.ALLOW);
        }

        @Test
        void aTagThatIsNoneIsNotSentBack() {
            server.on(ALICES, document(allowing(BOB), "no tag"));
            settled(rules.prepare(ALICE));
            settled(rules.refresh(ALICE));
            assertThat(server.asked()).hasSize(2).extracting(Asked::etag).containsOnly(Optional.empty());
        }

        @Test
        void withOneDocumentMissingNobodyIsBlockedWhomItMightAllow() {
            RemoteRules several = open(XcapClientFixtures.settings(server.root(), List.of("a.xml", "b.xml")));
            server.on("pres-rules/users/sip:alice@example.org/a.xml", document(allowing(BOB), "\"1\""));
            server.on("pres-rules/users/sip:alice@example.org/b.xml", status(500));
            settled(several.prepare(ALICE));
            assertThat(decision(several.current(ALICE), CAROL)).isEqualTo(Authorization.CONFIRM);
        }

        @Test
        void whoIsWatchedWithoutKnownRulesIsTriedAgainSoon() {
            server.on(ALICES, status(500));
            rules.watch(ALICE);
            await().until(() -> failures(FetchFailure.SERVER_ERROR) == 1);
            server.on(ALICES, document(allowing(BOB), "\"1\""));
            await().untilAsserted(() -> {
                clock.advanceSeconds(5);
                rules.tick();
                assertThat(changes).containsExactly(ALICE);
            });
            assertThat(decision(rules.current(ALICE), BOB)).isEqualTo(Authorization.ALLOW);
        }

        @Test
        void attributesThatCannotBeReadChangeNothing() {
            XcapSettings settings = XcapClientFixtures.settings(server.root());
            rules = new RemoteRules(settings, new BrokenAttributes(), 100, clock);
            opened.add(rules);
            settled(rules.prepare(ALICE));
            assertThat(rules.metrics().responses().get("unnamed")).isEqualTo(1);
            assertThat(rules.current(ALICE)).isEqualTo(RuleSet.NONE);
        }
    }
}
