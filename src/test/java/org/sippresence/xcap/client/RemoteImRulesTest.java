package org.sippresence.xcap.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.xcap.client.MisbehavingServer.body;
import static org.sippresence.xcap.client.MisbehavingServer.document;
import static org.sippresence.xcap.client.MisbehavingServer.status;
import static org.sippresence.xcap.client.XcapClientFixtures.ALICE;
import static org.sippresence.xcap.client.XcapClientFixtures.BOB;
import static org.sippresence.xcap.client.XcapClientFixtures.CAROL;
import static org.sippresence.xcap.client.XcapClientFixtures.NOON;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.attributes.MemoryUserAttributes;
import org.sippresence.authorization.ImRulesSource;
import org.sippresence.authorization.ImRulesSource.Answer.Absent;
import org.sippresence.authorization.ImRulesSource.Answer.Known;
import org.sippresence.authorization.ImRulesSource.Answer.Unknown;
import org.sippresence.model.Aor;
import org.sippresence.settings.XcapSettings;
import org.sippresence.settings.XcapSettings.Documents;
import org.sippresence.settings.XcapSettings.Limits;
import org.sippresence.settings.XcapSettings.UsernameMode;
import org.sippresence.testkit.MutableClock;
import org.sippresence.xcap.client.MisbehavingServer.Asked;
import org.sippresence.xcap.client.MisbehavingServer.Behaviour;

final class RemoteImRulesTest {

    private static final String ALICES = "im-rules/users/sip:alice@example.org/im-rules.xml";
    private static final String FILE = "im-rules.xml";
    private static final Limits TIMEOUT = XcapClientFixtures.timeout(Duration.ofMillis(500));

    private final MutableClock clock = new MutableClock(NOON);

    @AutoClose
    private final MisbehavingServer server = new MisbehavingServer();

    @AutoClose
    private final RemoteRules client = new RemoteRules(
            XcapClientFixtures.settings(server.root(), TIMEOUT), new MemoryUserAttributes(10), 100, clock);

    private static String blocking(Aor sender) {
        return "<cp:ruleset xmlns:cp='urn:ietf:params:xml:ns:common-policy' xmlns='urn:iptel:xml:ns:im-rules'>"
                + "<cp:rule id='enemies'><cp:conditions><cp:identity><cp:one id='" + sender
                + "'/></cp:identity></cp:conditions><cp:actions><im-handling>block</im-handling></cp:actions>"
                + "</cp:rule></cp:ruleset>";
    }

    private static ImRulesSource.Answer get(CompletableFuture<ImRulesSource.Answer> answer) {
        assertThat(answer).succeedsWithin(Duration.ofSeconds(20));
        return answer.join();
    }

    private ImRulesSource.Answer ask() {
        return get(client.imRules().ask(ALICE, FILE));
    }

    private boolean allows(Aor sender) {
        assertThat(ask()).isInstanceOf(Known.class);
        return XcapClientFixtures.allows(((Known) ask()).rules(), sender);
    }

    @Test
    void theDocumentOfSerIsRequested() {
        server.on(ALICES, document(blocking(BOB), "\"1\""));
        assertThat(allows(BOB)).isFalse();
        assertThat(allows(CAROL)).isTrue();
        assertThat(((Known) ask()).document()).isEqualTo(server.root() + "/" + ALICES);
    }

    @Test
    void whoHasNoDocumentHasNone() {
        assertThat(ask()).isEqualTo(new Absent());
    }

    @Test
    void whatWasAskedForJustNowIsNotAskedForAgain() {
        server.on(ALICES, document(blocking(BOB), "\"1\""));
        IntStream.range(0, 50).forEach(i -> ask());
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void aChangedDocumentCountsASecondLater() {
        server.on(ALICES, document(blocking(BOB), "\"1\""));
        assertThat(allows(CAROL)).isTrue();
        clock.advanceSeconds(1);
        assertThat(allows(CAROL)).isTrue();
        server.on(ALICES, document(blocking(CAROL), "\"2\""));
        clock.advanceSeconds(1);
        assertThat(allows(CAROL)).isFalse();
        server.on(ALICES, status(404));
        clock.advanceSeconds(1);
        assertThat(ask()).isEqualTo(new Absent());
        assertThat(server.asked())
                .extracting(Asked::etag)
                .containsExactly(Optional.empty(), Optional.of("\"1\""), Optional.of("\"1\""), Optional.of("\"2\""));
    }

    /** Ways in which a server misbehaves. */
    @SuppressWarnings("ImmutableEnumChecker") // lambdas without state
    enum Trouble {
        ERROR(server -> status(500)),
        FORBIDDEN(server -> status(403)),
        WITHOUT_END(server -> server.endless(200)),
        OTHER_XML(server -> body("application/xml", "<html/>")),
        JSON(server -> body("application/json", "{}")),
        SILENCE(MisbehavingServer::silence);

        private final Function<MisbehavingServer, Behaviour> behaviour;

        Trouble(Function<MisbehavingServer, Behaviour> behaviour) {
            this.behaviour = behaviour;
        }
    }

    @ParameterizedTest
    @EnumSource
    void troubleAtTheFirstRequestLeavesTheRulesUnknown(Trouble trouble) {
        server.on(ALICES, trouble.behaviour.apply(server));
        assertThat(ask()).isInstanceOf(Unknown.class);
    }

    @ParameterizedTest
    @EnumSource
    void troubleChangesNothingOfWhatIsKnown(Trouble trouble) {
        server.on(ALICES, document(blocking(BOB), "\"1\""));
        assertThat(allows(BOB)).isFalse();
        server.on(ALICES, trouble.behaviour.apply(server));
        clock.advanceSeconds(1);
        assertThat(allows(BOB)).isFalse();
        assertThat(allows(CAROL)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../x", "a/../../b"})
    void aNameThatLeadsElsewhereIsNotAskedFor(String filename) {
        assertThat(get(client.imRules().ask(ALICE, filename))).isInstanceOf(Unknown.class);
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void attributesThatCannotBeReadLeaveTheRulesUnknown() {
        Documents documents = new Documents("{auid}/users/{xui}/{file}", List.of("index"), UsernameMode.UUID);
        XcapSettings settings = new XcapSettings(Optional.of(server.root()), documents, TIMEOUT, Optional.empty());
        try (RemoteRules unlucky = new RemoteRules(settings, new BrokenAttributes(), 100, clock)) {
            assertThat(get(unlucky.imRules().ask(ALICE, FILE))).isInstanceOf(Unknown.class);
            assertThat(unlucky.metrics().responses().get("unnamed")).isEqualTo(1);
        }
    }
}
