package org.sippresence.xcap.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.sippresence.xcap.client.MisbehavingServer.body;
import static org.sippresence.xcap.client.MisbehavingServer.document;
import static org.sippresence.xcap.client.MisbehavingServer.status;
import static org.sippresence.xcap.client.XcapClientFixtures.ALICE;
import static org.sippresence.xcap.client.XcapClientFixtures.ALICES;
import static org.sippresence.xcap.client.XcapClientFixtures.BOB;
import static org.sippresence.xcap.client.XcapClientFixtures.CAROL;
import static org.sippresence.xcap.client.XcapClientFixtures.NOON;
import static org.sippresence.xcap.client.XcapClientFixtures.decision;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.attributes.MemoryUserAttributes;
import org.sippresence.authorization.Authorization;
import org.sippresence.authorization.ImRulesSource;
import org.sippresence.authorization.ImRulesSource.Answer.Known;
import org.sippresence.authorization.ImRulesSource.Answer.Unknown;
import org.sippresence.authorization.RuleSet;
import org.sippresence.model.Aor;
import org.sippresence.testkit.MutableClock;
import org.sippresence.xcap.client.MisbehavingServer.Asked;

/** Lists that rules name, on the XCAP server that has the rules. */
final class RemoteListsTest {

    private static final String INDEX = "resource-lists/users/sip:alice@example.org/index";
    private static final String FRIENDS = INDEX + "/~~/resource-lists/list%5B@name=%22friends%22%5D";
    private static final String MESSAGES = "im-rules/users/sip:alice@example.org/im-rules.xml";

    private final MutableClock clock = new MutableClock(NOON);

    @AutoClose
    private final MisbehavingServer server = new MisbehavingServer();

    @AutoClose
    private RemoteRules client = open(Duration.ofSeconds(10));

    private RemoteRules open(Duration timeout) {
        return new RemoteRules(
                XcapClientFixtures.settings(server.root(), XcapClientFixtures.timeout(timeout)),
                new MemoryUserAttributes(10),
                100,
                clock);
    }

    /** Whoever is on the list may see. */
    private static String allowing(String list) {
        return "<ruleset xmlns='urn:ietf:params:xml:ns:common-policy' xmlns:pr='urn:ietf:params:xml:ns:pres-rules'"
                + " xmlns:ocp='urn:oma:xml:xdm:common-policy'><rule id='r'><conditions><ocp:external-list>"
                + "<ocp:entry anc='" + list.replace("\"", "&quot;") + "'/></ocp:external-list></conditions>"
                + "<actions><pr:sub-handling>allow</pr:sub-handling></actions><transformations/></rule></ruleset>";
    }

    /** Whoever is on the list may not send messages. */
    private static String blocking(String list) {
        return "<ruleset xmlns='urn:ietf:params:xml:ns:common-policy' xmlns:im='urn:iptel:xml:ns:im-rules'"
                + " xmlns:ocp='urn:oma:xml:xdm:common-policy'><rule id='r'><conditions><ocp:external-list>"
                + "<ocp:entry anc='" + list.replace("\"", "&quot;") + "'/></ocp:external-list></conditions>"
                + "<actions><im:im-handling>block</im:im-handling></actions></rule></ruleset>";
    }

    /** As a server gives an element: its prefix is bound further up. */
    private static String list(Aor... members) {
        StringBuilder entries = new StringBuilder();
        for (Aor each : members) {
            entries.append("<rl:entry uri=\"")
                    .append(each)
                    .append("\"><rl:display-name>x</rl:display-name></rl:entry>");
        }
        return "<rl:list name=\"friends\">" + entries + "<rl:entry/><rl:entry uri=\"nobody\"/></rl:list>";
    }

    private RuleSet rules() {
        assertThat(client.prepare(ALICE)).succeedsWithin(Duration.ofSeconds(20));
        return client.current(ALICE);
    }

    private ImRulesSource.Answer messages() {
        CompletableFuture<ImRulesSource.Answer> answer = client.imRules().ask(ALICE, "im-rules.xml");
        assertThat(answer).succeedsWithin(Duration.ofSeconds(20));
        return answer.join();
    }

    private boolean takes(Aor sender) {
        assertThat(messages()).isInstanceOf(Known.class);
        return XcapClientFixtures.allows(((Known) messages()).rules(), sender);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            resource-lists/users/sip:alice@example.org/index/~~/resource-lists/list%5b@name=%22friends%22%5d
            resource-lists/users/alice@example.org/index/~~/resource-lists/list[@name="friends"]
            http://xcap.example.org/services/resource-lists/users/sip%3Aalice@example.org/index\
            /~~/resource-lists/list%5B@name=%22friends%22%5D
            """)
    void whoIsOnTheListIsAllowed(String uri) {
        server.on(ALICES, document(allowing(uri), "\"1\""));
        server.on(FRIENDS.replace("%5B", "%5b").replace("%5D", "%5d"), document(list(BOB), "\"2\""));
        server.on(FRIENDS, document(list(BOB), "\"2\""));
        assertThat(decision(rules(), BOB)).isEqualTo(Authorization.ALLOW);
        assertThat(decision(rules(), CAROL)).isEqualTo(Authorization.BLOCK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "resource-lists/users/sip:carol@example.org/index",
                "resource-lists/users/sip:alice@example.org/../sip:carol@example.org/index",
                "resource-lists/users/sip:alice@example.org/%2e%2e/index",
                "pres-rules/users/sip:alice@example.org/index",
                "my-resource-lists/users/sip:alice@example.org/index",
                "resource-lists/users/sip:alice@example.org/",
                "http:// /",
                "%"
            })
    void listsOfOthersAndWhatIsNoListAreNotAskedFor(String uri) {
        server.on(ALICES, document(allowing(uri), "\"1\""));
        assertThat(decision(rules(), BOB)).isEqualTo(Authorization.BLOCK);
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void aListForAllIsLookedAt() {
        server.on(ALICES, document(allowing("/resource-lists/global/staff"), "\"1\""));
        server.on("resource-lists/global/staff", document(list(BOB), "\"2\""));
        assertThat(decision(rules(), BOB)).isEqualTo(Authorization.ALLOW);
    }

    @Test
    void aListThatIsNotThereHasNobodyOnIt() {
        server.on(ALICES, document(allowing(FRIENDS), "\"1\""));
        assertThat(decision(rules(), BOB)).isEqualTo(Authorization.BLOCK);
    }

    @Test
    void asLongAsAListIsNotKnownNobodyIsDecidedAbout() {
        server.on(ALICES, document(allowing(FRIENDS), "\"1\""));
        server.on(FRIENDS, status(500));
        assertThat(rules()).isEqualTo(RuleSet.NONE);
        assertThat(client.isKnown(ALICE)).isFalse();
        server.on(FRIENDS, document(list(BOB), "\"2\""));
        clock.advanceSeconds(2);
        assertThat(decision(rules(), BOB)).isEqualTo(Authorization.ALLOW);
    }

    @Test
    void aListIsAskedForAgainInAConditionalRequest() {
        server.on(ALICES, document(allowing(FRIENDS), "\"1\""));
        server.on(FRIENDS, document(list(BOB), "\"2\""));
        assertThat(decision(rules(), BOB)).isEqualTo(Authorization.ALLOW);
        client.watch(ALICE);
        clock.advance(Duration.ofMinutes(5));
        client.tick();
        await().until(() -> server.asked().size() == 4);
        assertThat(server.asked())
                .extracting(Asked::etag)
                .containsExactly(Optional.empty(), Optional.empty(), Optional.of("\"1\""), Optional.of("\"2\""));
        assertThat(decision(client.current(ALICE), BOB)).isEqualTo(Authorization.ALLOW);
    }

    @Test
    void aChangedListIsAnnounced() {
        server.on(ALICES, document(allowing(FRIENDS), "\"1\""));
        server.on(FRIENDS, document(list(BOB), "\"2\""));
        assertThat(decision(rules(), BOB)).isEqualTo(Authorization.ALLOW);
        client.watch(ALICE);
        CompletableFuture<Aor> announced = new CompletableFuture<>();
        client.onChange(announced::complete);
        server.on(FRIENDS, document(list(CAROL), "\"3\""));
        clock.advance(Duration.ofMinutes(5));
        client.tick();
        assertThat(announced).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(ALICE);
        assertThat(decision(client.current(ALICE), BOB)).isEqualTo(Authorization.BLOCK);
        assertThat(decision(client.current(ALICE), CAROL)).isEqualTo(Authorization.ALLOW);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<list><entry uri='sip:carol@example.org'>",
                "<!DOCTYPE list [<!ENTITY e 'sip:carol@example.org'>]><list><entry uri='&e;'/></list>",
                "no list"
            })
    void aListThatTurnsUnreadableStaysAsItWas(String junk) {
        server.on(ALICES, document(allowing(FRIENDS), "\"1\""));
        server.on(FRIENDS, document(list(BOB), "\"2\""));
        assertThat(decision(rules(), BOB)).isEqualTo(Authorization.ALLOW);
        server.on(FRIENDS, body("application/xcap-el+xml", junk));
        clock.advanceSeconds(2);
        assertThat(decision(rules(), BOB)).isEqualTo(Authorization.ALLOW);
        assertThat(decision(rules(), CAROL)).isEqualTo(Authorization.BLOCK);
    }

    @Test
    void messagesOfWhoIsOnTheListAreBlocked() {
        server.on(MESSAGES, document(blocking(FRIENDS), "\"1\""));
        server.on(FRIENDS, document(list(BOB), "\"2\""));
        assertThat(takes(BOB)).isFalse();
        assertThat(takes(CAROL)).isTrue();
        server.on(FRIENDS, status(503));
        clock.advanceSeconds(2);
        assertThat(takes(BOB)).as("what was known stays in force").isFalse();
        server.on(FRIENDS, document(list(CAROL), "\"3\""));
        clock.advanceSeconds(2);
        assertThat(takes(BOB)).isTrue();
        assertThat(takes(CAROL)).isFalse();
    }

    @Test
    void noMessageIsTakenAsLongAsAListIsNotKnown() {
        client.close();
        client = open(Duration.ofMillis(300));
        server.on(MESSAGES, document(blocking(FRIENDS), "\"1\""));
        server.on(FRIENDS, server.silence());
        assertThat(messages()).isInstanceOf(Unknown.class);
    }
}
