package org.sippresence.clientsubscription.agents;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sippresence.clientsubscription.ClientSubscriptionStage;
import org.sippresence.events.presence.PresencePackage;
import org.sippresence.model.Aor;
import org.sippresence.registration.Binding;
import org.sippresence.registration.Binding.Claim;
import org.sippresence.registration.Binding.Outbound;
import org.sippresence.registration.BindingSource;
import org.sippresence.testkit.Fixtures;

class PresenceAgentsTest {

    private static final Aor ALICE = Aor.parse("sip:alice@example.org");
    private static final String PHONE = "sip:alice@192.0.2.1:5060";
    private static final String TABLET = "sip:alice@192.0.2.2:5060";

    private final ClientSubscriptionStage stage = new ClientSubscriptionStage();
    private final List<Aor> changes = new ArrayList<>();
    private final PresenceAgents agents = new PresenceAgents(
            stage.subscriptions,
            new PresencePackage(10_000, OptionalInt.empty(), false),
            Optional.empty(),
            stage.clock);

    @BeforeEach
    void listen() {
        agents.onChange(changes::add);
    }

    private static List<Binding> contacts(String... uris) {
        return Arrays.stream(uris)
                .map(uri -> new Binding(
                        uri,
                        ALICE,
                        uri,
                        OptionalInt.empty(),
                        Fixtures.NOON,
                        Fixtures.NOON.plusSeconds(600),
                        Claim.of(BindingSource.REST),
                        new Outbound("", 0, List.of("sip:edge.example.org;lr"), "")))
                .toList();
    }

    private static String pidf(String note) {
        return "<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='sip:alice@example.org'><tuple id='t'><status>"
                + "<basic>open</basic></status><note>" + note + "</note></tuple></presence>";
    }

    private List<String> reported() {
        return agents.of(ALICE).stream().map(each -> each.body().text()).toList();
    }

    @Test
    void anAgentIsAskedAtItsContactByItsPath() {
        agents.update(ALICE, true, contacts(PHONE));
        stage.begin();
        assertThat(stage.notifier.last().event()).isEqualTo("presence");
        assertThat(stage.notifier.last().dialog().remoteTarget()).isEqualTo(PHONE);
        assertThat(stage.notifier.last().dialog().routeSet()).containsExactly("sip:edge.example.org;lr");
        assertThat(stage.notifier.last().dialog().remoteUri()).isEqualTo(ALICE.uri());
    }

    @Test
    void whatAnAgentTellsCountsUntilItTellsSomethingElse() {
        agents.update(ALICE, true, contacts(PHONE));
        stage.established(pidf("one"));
        assertThat(reported()).containsExactly(pidf("one"));
        assertThat(changes).hasSize(1);
        stage.notified("active 600", pidf("one"));
        assertThat(changes).as("the same again").hasSize(1);
        String id = agents.of(ALICE).get(0).id();
        stage.notified("active 600", pidf("two"));
        assertThat(reported()).containsExactly(pidf("two"));
        assertThat(agents.of(ALICE).get(0).id()).isEqualTo(id);
        assertThat(changes).hasSize(2);
    }

    @Test
    void nobodyIsAskedWhileNobodyWatchesAndTheLastWatcherEndsIt() {
        agents.update(ALICE, false, contacts(PHONE));
        stage.begin();
        assertThat(stage.notifier.sent()).isEmpty();
        agents.update(ALICE, true, contacts(PHONE));
        stage.established(pidf("one"));
        agents.update(ALICE, true, contacts(PHONE));
        assertThat(stage.notifier.sent()).hasSize(1);
        agents.update(ALICE, false, contacts(PHONE));
        assertThat(stage.notifier.last().expires()).isZero();
        assertThat(reported()).isEmpty();
        assertThat(changes).hasSize(2);
        assertThat(agents.size()).isZero();
    }

    @Test
    void aContactThatIsGoneIsLeftAndANewOneIsAsked() {
        agents.update(ALICE, true, contacts(PHONE));
        stage.established(pidf("one"));
        agents.update(ALICE, true, contacts(TABLET));
        assertThat(reported()).isEmpty();
        stage.begin();
        assertThat(stage.notifier.last().dialog().remoteTarget()).isEqualTo(TABLET);
        assertThat(stage.notifier.sent()).hasSize(3);
    }

    @Test
    void whatALostAgentToldIsDropped() {
        agents.update(ALICE, true, contacts(PHONE));
        stage.established(pidf("one"));
        stage.notified("terminated noresource", "");
        assertThat(reported()).isEmpty();
        assertThat(changes).hasSize(2);
    }

    @Test
    void whoComesBackAtOnceIsNotMissed() {
        agents.update(ALICE, true, contacts(PHONE));
        stage.established(pidf("one"));
        stage.schedule.pass(Duration.ofMinutes(1));
        stage.notified("terminated deactivated", "");
        assertThat(reported()).containsExactly(pidf("one"));
        stage.established(pidf("two"));
        assertThat(reported()).containsExactly(pidf("two"));
    }

    @Test
    void whatIsNoPresenceChangesNothing() {
        agents.update(ALICE, true, contacts(PHONE));
        stage.established(pidf("one"));
        stage.notified("active 600", "<presence/>");
        stage.notified("active 600", "garbage");
        stage.notified("active 600", pidf("x".repeat(20_000)));
        assertThat(reported()).containsExactly(pidf("one"));
    }

    @Test
    void weNeverAskOurselvesAndNotTooMany() {
        stage.notifier.isOurs("sip:edge.example.org;lr");
        agents.update(ALICE, true, contacts(PHONE));
        stage.begin();
        assertThat(stage.notifier.sent()).isEmpty();
        assertThat(stage.subscriptions.metrics().counts().notBegun()).containsEntry("loop", 1L);
    }

    @Test
    void ofManyContactsTenAreAsked() {
        agents.update(
                ALICE,
                true,
                contacts(IntStream.range(0, 30)
                        .mapToObj(i -> "sip:a@192.0.2.1:" + (7000 + i))
                        .toArray(String[]::new)));
        stage.begin();
        assertThat(stage.notifier.sent()).hasSize(10);
    }

    @Test
    void contactsThatAreNotSipAreNotAsked() {
        agents.update(ALICE, true, contacts("tel:+1555", "mailto:alice@example.org"));
        stage.begin();
        assertThat(stage.notifier.sent()).isEmpty();
    }
}
