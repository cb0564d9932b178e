package org.sippresence.clientsubscription.reginfo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.clientsubscription.ClientSubscriptionStage;
import org.sippresence.clientsubscription.reginfo.RemoteRegistrations.Place;
import org.sippresence.model.Aor;
import org.sippresence.registration.BindingRequest;
import org.sippresence.registration.BindingSource;
import org.sippresence.registration.Registrations.Feed;

class RemoteRegistrationsTest {

    private static final Aor ALICE = Aor.parse("sip:alice@example.org");
    private static final Aor BOB = Aor.parse("sip:bob@example.org");

    private final ClientSubscriptionStage stage = new ClientSubscriptionStage();
    private final List<Feed> fed = new ArrayList<>();
    private final RemoteRegistrations client = new RemoteRegistrations(
            stage.subscriptions,
            new Place("sip:registrar.example.org:5070", Optional.of("sip:pa@example.org"), Set.of(BOB)),
            fed::add,
            stage.clock);

    private static String reginfo(int version, String state, String... contacts) {
        return "<?xml version='1.0'?><reginfo xmlns='urn:ietf:params:xml:ns:reginfo' version='" + version + "' state='"
                + state + "'><registration aor='sip:alice@example.org' id='r1' state='active'>"
                + String.join("", contacts) + "</registration></reginfo>";
    }

    private static String contact(String id, String more) {
        return "<contact id='" + id + "' event='registered' " + more + "><uri>sip:" + id
                + "@192.0.2.1:5060</uri><unknown-param name='x'>y</unknown-param></contact>";
    }

    private List<String> contacts() {
        return fed.get(fed.size() - 1).requests().stream()
                .map(BindingRequest::contact)
                .toList();
    }

    @Test
    void theRegistrarIsAskedAboutTheUser() {
        client.watched(ALICE, true);
        stage.begin();
        assertThat(stage.notifier.last().event()).isEqualTo("reg");
        assertThat(stage.notifier.last().dialog().remoteTarget()).isEqualTo(ALICE.uri());
        assertThat(stage.notifier.last().dialog().routeSet()).containsExactly("sip:registrar.example.org:5070;lr");
        assertThat(stage.notifier.last().dialog().localUri()).isEqualTo("sip:pa@example.org");
    }

    @Test
    void aWholeDocumentIsAllThatThereIs() {
        client.watched(ALICE, true);
        stage.established(reginfo(
                0,
                "full",
                contact("a", "state='active' q='0.8' expires='100'"),
                contact("b", "state='active'"),
                contact("c", "state='terminated'")));
        Feed feed = fed.get(0);
        assertThat(feed.aor()).isEqualTo(ALICE);
        assertThat(feed.claim().source()).isEqualTo(BindingSource.REG);
        assertThat(contacts()).containsExactly("sip:a@192.0.2.1:5060", "sip:b@192.0.2.1:5060");
        assertThat(feed.requests().get(0).q()).hasValue(800);
        assertThat(feed.requests().get(0).expires()).hasValue(100);
        assertThat(feed.requests().get(1).q()).isEqualTo(OptionalInt.empty());
        assertThat(feed.requests().get(1).expires()).as("as long as may be").hasValue(Integer.MAX_VALUE);

        stage.notified("active 600", reginfo(1, "full", contact("b", "state='active'")));
        assertThat(contacts()).containsExactly("sip:b@192.0.2.1:5060");
    }

    @Test
    void partialDocumentsChangeWhatTheyName() {
        client.watched(ALICE, true);
        stage.established(reginfo(7, "full", contact("a", "state='active' expires='100'")));
        stage.schedule.pass(Duration.ofSeconds(30));
        stage.notified("active 600", reginfo(8, "partial", contact("b", "state='active' expires='50'")));
        assertThat(contacts()).containsExactly("sip:a@192.0.2.1:5060", "sip:b@192.0.2.1:5060");
        assertThat(fed.get(1).requests().get(0).expires())
                .as("time has gone on for the other")
                .hasValue(70);
        stage.notified("active 600", reginfo(9, "partial", contact("a", "state='terminated'")));
        assertThat(contacts()).containsExactly("sip:b@192.0.2.1:5060");
    }

    @Test
    void aGapInTheVersionsAsksForTheWholeStateAndChangesNothing() {
        client.watched(ALICE, true);
        stage.established(reginfo(0, "full", contact("a", "state='active'")));
        stage.schedule.pass(Duration.ofSeconds(10));
        stage.notified("active 600", reginfo(2, "partial", contact("b", "state='active'")));
        assertThat(contacts()).containsExactly("sip:a@192.0.2.1:5060");
        stage.begin();
        assertThat(stage.notifier.sent()).hasSize(2);
        stage.notifier.accept(600);
        stage.notified(
                "active 600", reginfo(3, "full", contact("a", "state='active'"), contact("b", "state='active'")));
        assertThat(contacts()).hasSize(2);
    }

    @Test
    void anOldPartialDocumentIsPassedOver() {
        client.watched(ALICE, true);
        stage.established(reginfo(5, "full", contact("a", "state='active'")));
        stage.notified("active 600", reginfo(5, "partial", contact("a", "state='terminated'")));
        stage.notified("active 600", reginfo(3, "partial", contact("a", "state='terminated'")));
        stage.schedule.pass(Duration.ofMinutes(1));
        assertThat(fed).hasSize(1);
        assertThat(stage.notifier.sent()).hasSize(1);
    }

    @Test
    void aNotifierThatOnlyTellsGapsIsNotAskedFasterThanIsDecent() {
        client.watched(ALICE, true);
        stage.established(reginfo(0, "full"));
        for (int i = 0; i < 300; i++) {
            stage.notified("active 600", reginfo(10 + 2 * i, "partial"));
            stage.schedule.pass(Duration.ofMillis(100));
            while (stage.notifier.isAsked()) {
                stage.notifier.accept(600);
            }
        }
        assertThat(stage.notifier.sent().size()).isBetween(9, 12);
    }

    @Test
    void aNotifierThatOnlyAddsContactsIsNotFollowedForEver() {
        client.watched(ALICE, true);
        stage.established(reginfo(0, "full"));
        int taken = 0;
        for (int version = 1; version <= 20; version++) {
            String[] contacts = new String[100];
            for (int i = 0; i < contacts.length; i++) {
                contacts[i] = contact("c" + version + '-' + i, "state='active'");
            }
            stage.notified("active 600", reginfo(version, "partial", contacts));
            taken = Math.max(taken, contacts().size());
        }
        assertThat(taken).isEqualTo(500);
        assertThat(stage.count("malformed")).isEqualTo(1);
        stage.schedule.pass(Duration.ofSeconds(5));
        assertThat(stage.notifier.sent()).as("the whole state is asked for").hasSize(2);
    }

    @Test
    void aTerminatedRegistrationHasNoContacts() {
        client.watched(ALICE, true);
        stage.established(reginfo(0, "full", contact("a", "state='active'")));
        stage.notified(
                "active 600",
                reginfo(1, "partial", contact("a", "state='active'"))
                        .replace("state='active'>", "state='terminated'>"));
        assertThat(fed).hasSize(2);
        assertThat(contacts()).isEmpty();
    }

    @Test
    void theNextDialogBeginsAnewWithItsVersions() {
        client.watched(ALICE, true);
        stage.established(reginfo(100, "full", contact("a", "state='active'")));
        stage.schedule.pass(Duration.ofMinutes(1));
        stage.notified("terminated deactivated", "");
        assertThat(fed).as("what is known holds").hasSize(1);
        stage.established(reginfo(0, "full", contact("b", "state='active'")));
        assertThat(contacts()).containsExactly("sip:b@192.0.2.1:5060");
        stage.notified("active 600", reginfo(1, "partial", contact("c", "state='active'")));
        assertThat(contacts()).containsExactly("sip:b@192.0.2.1:5060", "sip:c@192.0.2.1:5060");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "garbage",
                "<reginfo/>",
                "<reginfo xmlns='urn:ietf:params:xml:ns:reginfo' version='x' state='full'/>",
                "<reginfo xmlns='urn:ietf:params:xml:ns:reginfo' version='1' state='odd'/>",
                "<reginfo xmlns='urn:ietf:params:xml:ns:reginfo' version='1' state='full'><registration/></reginfo>",
                "<!DOCTYPE r [<!ENTITY a 'aaaa'>]><reginfo xmlns='urn:ietf:params:xml:ns:reginfo' version='1'"
                        + " state='full'>&a;</reginfo>",
                "<reginfo xmlns='urn:ietf:params:xml:ns:reginfo' version='1' state='full'>"
                        + "<registration aor='sip:mallory@example.org' id='1' state='active'/></reginfo>",
                "<reginfo xmlns='urn:ietf:params:xml:ns:reginfo' version='1' state='full'>"
                        + "<registration aor='sip:alice@example.org' id='1' state='active'>"
                        + "<contact id='1' state='active'/></registration></reginfo>"
            })
    void whatIsNoSuchDocumentChangesNothing(String body) {
        client.watched(ALICE, true);
        stage.established(reginfo(0, "full", contact("a", "state='active'")));
        assertThat(stage.notified("active 600", body)).isEqualTo(200);
        assertThat(fed).hasSize(1);
        assertThat(stage.count("malformed")).isEqualTo(1);
    }

    @Test
    void contactsThatAreNoUrisAreLeftOut() {
        client.watched(ALICE, true);
        stage.established(reginfo(
                0,
                "full",
                contact("a", "state='active'"),
                "<contact id='x' state='active'><uri>no uri</uri></contact>",
                "<contact id='y' state='active'><uri>sip:" + "y".repeat(600) + "</uri></contact>"));
        assertThat(contacts()).containsExactly("sip:a@192.0.2.1:5060");
    }

    @Test
    void whoIsNotWatchedAnyMoreIsForgottenButThoseWhoAlwaysCount() {
        client.watched(ALICE, true);
        stage.established(reginfo(0, "full", contact("a", "state='active'")));
        client.watched(ALICE, false);
        assertThat(contacts()).isEmpty();
        assertThat(stage.notifier.last().expires()).isZero();
        client.watched(ALICE, false);
        assertThat(fed).hasSize(2);
        client.watched(BOB, false);
        stage.begin();
        assertThat(stage.notifier.last().dialog().remoteTarget()).isEqualTo(BOB.uri());
        client.watched(BOB, false);
        stage.begin();
        assertThat(fed).hasSize(2);
    }

    @Test
    void aRegistrarThatRefusesForGoodIsNotBelievedAnyMore() {
        client.watched(ALICE, true);
        stage.established(reginfo(0, "full", contact("a", "state='active'")));
        stage.notified("terminated rejected", "");
        assertThat(contacts()).isEmpty();
    }
}
