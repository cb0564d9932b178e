package org.sippresence.events.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.sippresence.eventpackage.MalformedBodyException;
import org.sippresence.eventpackage.PublishedState;
import org.sippresence.model.Aor;
import org.sippresence.model.Body;
import org.sippresence.model.EventName;
import org.sippresence.model.MediaType;
import org.sippresence.pidf.PidfCodec;
import org.sippresence.pidf.PidfFormat;

class PresencePackageTest {

    private static final Aor ALICE = Aor.parse("sip:alice@example.org");
    private static final MediaType CPIM = MediaType.parse("application/cpim-pidf+xml");

    private final PresencePackage presence = new PresencePackage(2000, OptionalInt.empty(), false);

    @Test
    void namesItsEventAndTypesWithPidfAsTheDefault() {
        assertThat(presence.name()).isEqualTo(EventName.PRESENCE);
        assertThat(presence.requiresAuthorization()).isTrue();
        assertThat(presence.publishTypes()).containsExactly(MediaType.PIDF, CPIM);
        assertThat(presence.notifyTypes())
                .extracting(MediaType::toString)
                .containsExactly(
                        "application/pidf+xml",
                        "application/cpim-pidf+xml",
                        "application/lpidf+xml",
                        "application/xpidf+xml",
                        "text/xml+msrtc.pidf");
    }

    @Test
    void acceptsAPresenceDocumentAndRefusesAnythingElse() throws MalformedBodyException {
        presence.check(open("t1", "0.5"));
        assertThatThrownBy(() -> presence.check(Body.of(MediaType.PIDF, "hello")))
                .isInstanceOf(MalformedBodyException.class)
                .hasMessageStartingWith("not well-formed XML");
        assertThatThrownBy(() -> presence.check(Body.of(MediaType.PIDF, "<a/>")))
                .isInstanceOf(MalformedBodyException.class)
                .hasMessage("the root element is not presence in the namespace urn:ietf:params:xml:ns:pidf");
    }

    @Test
    void whatIsNotValidBySchemaIsRefusedOrNotShown() throws MalformedBodyException {
        Body published = Body.of(MediaType.PIDF, """
                <presence xmlns="urn:ietf:params:xml:ns:pidf" xmlns:dm="urn:ietf:params:xml:ns:pidf:data-model"
                    xmlns:r="urn:ietf:params:xml:ns:pidf:rpid" entity="sip:a@example.org"><tuple id="t"><status/></tuple>\
                <dm:person id="p"><r:mood><r:glad/></r:mood><r:class>c</r:class></dm:person></presence>
                """);
        PresencePackage strict = new PresencePackage(2000, OptionalInt.empty(), true);
        strict.check(open("t1", "0.5"));
        assertThatThrownBy(() -> strict.check(published))
                .isInstanceOf(MalformedBodyException.class)
                .hasMessage("element person is not valid by its schema");

        presence.check(published);
        String shown = presence.composer()
                .orElseThrow()
                .compose(ALICE, List.of(new PublishedState("p", Instant.EPOCH, published)), List.of())
                .print(MediaType.PIDF)
                .text();
        assertThat(shown)
                .contains("<dm:person id=\"p\"><r:class>c</r:class></dm:person>")
                .doesNotContain("mood");
    }

    @Test
    void aRegisteredContactIsAnOpenTupleBehindWhatIsPublishedUnlessItHasAPriority() {
        assertThat(presence.ofContact(ALICE, "sip:a@192.0.2.1")).isEmpty();
        assertThat(composedWithContact(0)).containsSubsequence("priority=\"0.5\"", "<tuple id=\"", "priority=\"0\"");
        assertThat(composedWithContact(600)).containsSubsequence("priority=\"0.6\"", "priority=\"0.5\"");
    }

    private static String composedWithContact(int priority) {
        PresencePackage counting = new PresencePackage(2000, OptionalInt.of(priority), false);
        Body contact = counting.ofContact(ALICE, "sip:a@192.0.2.1;x=<&>").orElseThrow();
        return counting.composer()
                .orElseThrow()
                .compose(
                        ALICE,
                        List.of(
                                new PublishedState("contact", Instant.EPOCH.plusSeconds(9), contact, true),
                                new PublishedState("said", Instant.EPOCH, open("t1", "0.5"))),
                        List.of())
                .print(MediaType.PIDF)
                .text();
    }

    @Test
    void refusesABodyThatIsLongerThanTheBound() {
        Body body = Body.of(MediaType.PIDF, open("t1", "0.5").text() + " ".repeat(2000));

        assertThatThrownBy(() -> presence.check(body)).hasMessage("the document is longer than 2000 bytes");
    }

    @Test
    void composesWhatWasAcceptedUnderALargerBound() {
        Body body = Body.of(MediaType.PIDF, open("t1", "0.5").text() + " ".repeat(2000));

        assertThat(compose(published("a", 1, body)).online()).isTrue();
    }

    @Test
    void composesAllPublications() {
        PresenceDocument document = compose(published("a", 1, open("t1", "0.2")), published("b", 2, open("t1", "0.9")));

        assertThat(document.pidf().tuples()).hasSize(2);
        assertThat(document.pidf().tuples().get(0).contact().orElseThrow().priority())
                .hasValue(900);
        assertThat(document.online()).isTrue();
    }

    @Test
    void showsThePresentityClosedWhenNothingIsPublished() {
        PresenceDocument document = compose();

        assertThat(document.online()).isFalse();
        assertThat(document).isEqualTo(presence.offline(ALICE));
        assertThat(document.print(MediaType.PIDF).text())
                .contains("<basic>closed</basic>")
                .doesNotContain("contact");
    }

    @Test
    void leavesOutAStoredBodyThatCannotBeRead() {
        PresenceDocument document =
                compose(published("a", 1, Body.of(MediaType.PIDF, "damaged")), published("b", 2, open("t1", "0.9")));

        assertThat(document.pidf().tuples()).hasSize(1);
    }

    @Test
    void printsEachTypeOnceAndUnderItsName() {
        PresenceDocument document = compose(published("a", 1, open("t1", "0.2")));

        for (MediaType each : presence.notifyTypes()) {
            assertThat(document.print(each).type()).isEqualTo(each);
            assertThat(document.print(each)).isSameAs(document.print(each));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> document.print(MediaType.parse("text/plain")));
    }

    @Test
    void printsPidfThatReadsBackAsTheSameDocument() throws Exception {
        PresenceDocument document = compose(published("a", 1, open("t1", "0.2")));

        assertThat(new PidfCodec(2000)
                        .parse(document.print(PidfFormat.PIDF.mediaType()).bytes()))
                .isEqualTo(document.pidf());
    }

    private PresenceDocument compose(PublishedState... published) {
        return (PresenceDocument) presence.composer().orElseThrow().compose(ALICE, List.of(published), List.of());
    }

    private static PublishedState published(String id, int second, Body body) {
        return new PublishedState(id, Instant.ofEpochSecond(second), body);
    }

    private static Body open(String tuple, String priority) {
        return Body.of(MediaType.PIDF, """
                <presence xmlns="urn:ietf:params:xml:ns:pidf" entity="pres:someone@example.org">
                  <tuple id="%s"><status><basic>open</basic></status>
                    <contact priority="%s">sip:alice@192.0.2.1</contact></tuple>
                </presence>
                """.formatted(tuple, priority));
    }
}
