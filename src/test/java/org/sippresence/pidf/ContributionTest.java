package org.sippresence.pidf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.pidf.PidfFixtures.ALICE;
import static org.sippresence.pidf.PidfFixtures.openTuple;
import static org.sippresence.pidf.PidfFixtures.parse;
import static org.sippresence.pidf.PidfFixtures.presenceOf;
import static org.sippresence.pidf.PidfFixtures.source;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sippresence.pidf.Contribution.NamedTuple;
import org.sippresence.xml.Element;
import org.sippresence.xml.MalformedXmlException;
import org.sippresence.xml.XmlWriter;

class ContributionTest {

    @Test
    void aTupleHasTheIdOfTheComposedDocumentAndThePublishedOne() {
        List<PublishedDocument> sources = List.of(
                source("p", 1, openTuple("t1", "<contact>sip:a</contact>")),
                source("q", 2, openTuple("t1", "<contact>sip:b</contact>")));

        List<Contribution> contributions = PidfMerge.contributions(sources);

        assertThat(contributions).extracting(Contribution::publication).containsExactly("p", "q");
        List<NamedTuple> tuples = new ArrayList<>();
        contributions.forEach(each -> tuples.addAll(each.tuples()));
        assertThat(tuples).extracting(NamedTuple::publishedId).containsExactly("t1", "t1");
        assertThat(tuples)
                .extracting(NamedTuple::tuple)
                .containsExactlyInAnyOrderElementsOf(
                        PidfMerge.merge(ALICE, sources).tuples());
    }

    @Test
    void anExtensionHasTheIdOfTheComposedDocument() {
        String person = "<dm:person id=\"me\"><rpid:mood/></dm:person>";
        List<PublishedDocument> sources = List.of(source("p", 1, person), source("q", 2, person));

        List<Element> contributed = new ArrayList<>();
        PidfMerge.contributions(sources).forEach(each -> contributed.addAll(each.extensions()));

        assertThat(contributed)
                .containsExactlyInAnyOrderElementsOf(
                        PidfMerge.merge(ALICE, sources).extensions());
        assertThat(contributed.get(0).attribute("id")).hasValue("me");
        assertThat(contributed.get(1).attribute("id"))
                .isNotEqualTo(contributed.get(0).attribute("id"));
    }

    @Test
    void aNoteThatTwoSayIsContributedByBoth() {
        List<PublishedDocument> sources =
                List.of(source("p", 1, "<note>away</note>"), source("q", 2, "<note>away</note>"));

        assertThat(PidfMerge.contributions(sources))
                .allSatisfy(each -> assertThat(each.notes()).containsExactly(new Note("away", "")));
    }

    @Test
    void nothingPublishedContributesNothing() {
        assertThat(PidfMerge.contributions(List.of())).isEmpty();
    }

    @Test
    void whateverIsPublishedTheTuplesAreThoseOfTheComposedDocument() throws MalformedXmlException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            List<PublishedDocument> sources = new ArrayList<>();
            for (int n = random.nextInt(4); n > 0; n--) {
                Pidf document = parse(DocumentGenerator.document(random));
                sources.add(new PublishedDocument("p" + n, Instant.ofEpochSecond(random.nextInt(100)), document));
            }
            List<Tuple> contributed = new ArrayList<>();
            PidfMerge.contributions(sources)
                    .forEach(each -> each.tuples().forEach(named -> contributed.add(named.tuple())));
            if (!contributed.isEmpty()) {
                assertThat(contributed)
                        .as("seed %d, round %d", seed, i)
                        .containsExactlyInAnyOrderElementsOf(
                                PidfMerge.merge(ALICE, sources).tuples());
            }
        }
    }

    @Test
    void anElementStandsAloneWithEveryNamespaceItUses() throws MalformedXmlException {
        Pidf document = presenceOf("<dm:person id=\"p\"><rpid:mood><rpid:happy/></rpid:mood>"
                + "<note>x &lt; y</note></dm:person><none xmlns=\"\"/>");

        assertThat(document.extensions())
                .extracting(XmlWriter::toXml)
                .containsExactly(
                        "<dm:person xmlns:dm=\"urn:ietf:params:xml:ns:pidf:data-model\""
                                + " xmlns:rpid=\"urn:ietf:params:xml:ns:pidf:rpid\" id=\"p\"><rpid:mood><rpid:happy/>"
                                + "</rpid:mood><note xmlns=\"urn:ietf:params:xml:ns:pidf\">x &lt; y</note></dm:person>",
                        "<none xmlns=\"\"/>");
    }
}
