package org.sippresence.pidf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.pidf.PidfFixtures.ALICE;
import static org.sippresence.pidf.PidfFixtures.openTuple;
import static org.sippresence.pidf.PidfFixtures.parse;
import static org.sippresence.pidf.PidfFixtures.source;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sippresence.model.Aor;
import org.sippresence.xml.Element;
import org.sippresence.xml.MalformedXmlException;

class PidfMergeTest {

    @Test
    void nothingPublishedGivesOneClosedTupleWithoutContactWhoseIdIsThePresentitysOwn() {
        Pidf offline = PidfMerge.merge(ALICE, List.of());

        assertThat(offline.entity()).isEqualTo("sip:alice@example.org");
        assertThat(offline.tuples()).hasSize(1);
        assertThat(offline.tuples().get(0).status()).isEqualTo(TupleStatus.CLOSED);
        assertThat(offline.tuples().get(0).contact()).isEmpty();
        assertThat(offline).isEqualTo(PidfMerge.offline(ALICE));
        assertThat(PidfMerge.offline(Aor.parse("sip:bob@example.org")).tuples()).isNotEqualTo(offline.tuples());
    }

    @Test
    void theEntityIsThePresentityWhateverThePublisherWrote() {
        Pidf merged = PidfMerge.merge(Aor.parse("sip:bob@example.org"), List.of(source("p", 1, "")));

        assertThat(merged.entity()).isEqualTo("sip:bob@example.org");
    }

    @Test
    void theSameTupleIdFromTwoPublishersGivesTwoTuples() {
        String tuple = openTuple("t1", "<contact>sip:a@192.0.2.1</contact>");

        Pidf merged = PidfMerge.merge(ALICE, List.of(source("p", 1, tuple), source("q", 2, tuple)));

        assertThat(merged.tuples()).hasSize(2);
        assertThat(merged.tuples().get(0).id())
                .isNotEqualTo(merged.tuples().get(1).id());
    }

    @Test
    void tuplesStandByPriorityAndThenTheNewestDocumentFirst() {
        Pidf merged = PidfMerge.merge(
                ALICE,
                List.of(
                        source("p", 5, tuples("a", "0.5", "b", "none", "c", "0.9")),
                        source("q", 9, tuples("d", "0.5", "e", "none", "f", "0")),
                        source("r", 7, tuples("g", "0.5", "h", "1"))));

        assertThat(merged.tuples())
                .extracting(each -> each.contact().orElseThrow().uri())
                .containsExactly("sip:h", "sip:c", "sip:d", "sip:g", "sip:a", "sip:f", "sip:e", "sip:b");
    }

    @Test
    void ofTwoDocumentsOfTheSameInstantTheLaterPublishersIsFirst() {
        Pidf merged =
                PidfMerge.merge(ALICE, List.of(source("p", 1, tuples("a", "0.5")), source("q", 1, tuples("b", "0.5"))));

        assertThat(merged.tuples())
                .extracting(each -> each.contact().orElseThrow().uri())
                .containsExactly("sip:b", "sip:a");
    }

    @Test
    void idsStayWhileThePublicationLivesWhoeverElseComesOrGoes() {
        String first = tupleId("p", List.of(source("p", 1, tuples("a", "0.1"))));

        assertThat(tupleId("p", List.of(source("p", 9, tuples("a", "0.8"))))).isEqualTo(first);
        assertThat(tupleId("p", List.of(source("o", 5, tuples("b", "0")), source("p", 1, tuples("a", "0.1")))))
                .isEqualTo(first);
        assertThat(tupleId("p", List.of(source("p2", 1, tuples("a", "0.1"))))).isNotEqualTo(first);
    }

    @Test
    void idsAreValidXmlIdsEvenIfThePublishedOnesAreNot() {
        Pidf merged = PidfMerge.merge(ALICE, List.of(source("7f", 1, openTuple("1000 %$", ""))));

        assertThat(merged.tuples().get(0).id()).matches("[A-Za-z_][A-Za-z0-9_.-]*");
    }

    @Test
    void anIdUsedTwiceInOneDocumentIsToldApart() {
        Pidf merged = PidfMerge.merge(ALICE, List.of(source("p", 1, openTuple("t", "") + openTuple("t", ""))));

        assertThat(ids(merged)).hasSize(2);
    }

    @Test
    void personsOfAllPublishersAreKeptAndOnlyTheNewcomersIdChangesOnAClash() {
        String person = "<dm:person id=\"p1\"><rpid:activities id=\"x\"><rpid:busy/></rpid:activities></dm:person>";
        String foreign = "<a:thing xmlns:a=\"urn:a\" id=\"p1\"/>";

        Pidf merged =
                PidfMerge.merge(ALICE, List.of(source("p", 1, person + foreign), source("q", 2, person + foreign)));

        assertThat(merged.extensions()).hasSize(4);
        Element newest = merged.extensions().get(0);
        assertThat(newest.attribute("id")).isPresent().isNotEqualTo(Optional.of("p1"));
        assertThat(newest.children().get(0).attribute("id")).isNotEqualTo(Optional.of("x"));
        assertThat(newest.children().get(0).children())
                .extracting(Element::name)
                .containsExactly("busy");
        assertThat(merged.extensions().get(2))
                .isEqualTo(source("p", 1, person).document().extensions().get(0));
        assertThat(merged.extensions().get(1)).isEqualTo(merged.extensions().get(3));
    }

    @Test
    void aClashDoesNotRenameTheOlderPublicationWhenItIsRefreshed() {
        PublishedDocument older = source("p", 1, "<dm:person id=\"p1\"/>");
        PublishedDocument newer = source("q", 2, "<dm:person id=\"p1\"/>");
        PublishedDocument again = new PublishedDocument("p", Instant.ofEpochSecond(3), older.document());

        assertThat(new HashSet<>(PidfMerge.merge(ALICE, List.of(older, newer)).extensions()))
                .isEqualTo(new HashSet<>(
                        PidfMerge.merge(ALICE, List.of(again, newer)).extensions()));
    }

    @Test
    void notesThatSayTheSameAreOne() {
        Pidf merged = PidfMerge.merge(
                ALICE,
                List.of(
                        source("p", 1, "<note>here</note><note>there</note>"),
                        source("q", 2, "<note>here</note><note xml:lang=\"en\">here</note>")));

        assertThat(merged.notes()).containsExactly(new Note("here", ""), new Note("here", "en"), new Note("there", ""));
    }

    @Test
    void aDocumentWithoutTuplesGetsTheClosedOne() {
        Pidf merged = PidfMerge.merge(ALICE, List.of(source("p", 1, "<dm:person id=\"p1\"/>")));

        assertThat(merged.tuples()).isEqualTo(PidfMerge.offline(ALICE).tuples());
        assertThat(merged.extensions()).hasSize(1);
    }

    @Test
    void composingWhatWasComposedChangesNothingButIds() throws MalformedXmlException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            Pidf once = PidfMerge.merge(ALICE, sources(random));
            Pidf twice = PidfMerge.merge(ALICE, List.of(new PublishedDocument("all", Instant.EPOCH, once)));

            assertThat(withoutIds(twice)).as("seed %d, round %d", seed, i).isEqualTo(withoutIds(once));
            assertThat(twice.extensions()).as("seed %d, round %d", seed, i).isEqualTo(once.extensions());
        }
    }

    @Test
    void composedIdsAreUniqueAndTheDocumentPrintsAndReadsBack() throws MalformedXmlException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            Pidf merged = PidfMerge.merge(ALICE, sources(random));

            assertThat(ids(merged)).as("seed %d, round %d", seed, i).hasSameSizeAs(merged.tuples());
            assertThat(parse(PidfFormat.PIDF.print(merged).bytes()))
                    .as("seed %d, round %d", seed, i)
                    .isEqualTo(merged);
        }
    }

    @Test
    void theOrderInWhichPublishersCameDoesNotMatter() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            List<PublishedDocument> sources = new ArrayList<>();
            for (int n = 0; n < 5; n++) {
                sources.add(source("p" + n, n, tuples("a", "0." + random.nextInt(3)) + "<note>" + n + "</note>"));
            }
            Pidf merged = PidfMerge.merge(ALICE, sources);
            Collections.shuffle(sources, random);

            assertThat(PidfMerge.merge(ALICE, sources))
                    .as("seed %d, round %d", seed, i)
                    .isEqualTo(merged);
        }
    }

    private static List<PublishedDocument> sources(Random random) throws MalformedXmlException {
        List<PublishedDocument> sources = new ArrayList<>();
        for (int n = 1 + random.nextInt(4); n > 0; n--) {
            Pidf document = parse(DocumentGenerator.document(random));
            sources.add(new PublishedDocument("p" + n, Instant.ofEpochSecond(random.nextInt(100)), document));
        }
        return sources;
    }

    /** Tuples with contacts of these names and priorities. */
    private static String tuples(String... namesAndPriorities) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < namesAndPriorities.length; i += 2) {
            String priority = namesAndPriorities[i + 1];
            String attribute = priority.equals("none") ? "" : " priority=\"" + priority + "\"";
            out.append(openTuple(
                    namesAndPriorities[i], "<contact" + attribute + ">sip:" + namesAndPriorities[i] + "</contact>"));
        }
        return out.toString();
    }

    /** The id of the tuple whose contact is called a. */
    private static String tupleId(String publication, List<PublishedDocument> sources) {
        return PidfMerge.merge(ALICE, sources).tuples().stream()
                .filter(each -> each.contact().orElseThrow().uri().equals("sip:a"))
                .map(Tuple::id)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no tuple of " + publication));
    }

    private static Set<String> ids(Pidf document) {
        Set<String> ids = new HashSet<>();
        document.tuples().forEach(each -> ids.add(each.id()));
        return ids;
    }

    private static List<Tuple> withoutIds(Pidf document) {
        return document.tuples().stream().map(each -> each.withId("x")).toList();
    }
}
