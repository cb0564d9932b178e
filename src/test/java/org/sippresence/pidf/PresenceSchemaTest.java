package org.sippresence.pidf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.pidf.PidfFixtures.ALICE;
import static org.sippresence.pidf.PidfFixtures.parse;
import static org.sippresence.pidf.PidfFixtures.presence;
import static org.sippresence.pidf.PidfFixtures.resource;

import java.io.IOException;
import java.io.StringReader;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.transform.Source;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.xml.MalformedXmlException;
import org.xml.sax.SAXException;

/** Against the schemas of the RFCs, read by the JDK's own validator. */
class PresenceSchemaTest {

    private static final int DOCUMENTS = 4000;

    private static Schema schema;

    @BeforeAll
    static void readSchemas() throws SAXException {
        Source[] sources = Stream.of("pidf", "data-model", "rpid", "timed-status", "cipid")
                .map(name -> PresenceSchemaTest.class
                        .getResource("/pidf/schema/" + name + ".xsd")
                        .toString())
                .map(StreamSource::new)
                .toArray(Source[]::new);
        schema = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI).newSchema(sources);
    }

    /** Why a document is not valid; empty if it is. */
    private static Optional<String> objection(Pidf document) {
        String text = PidfFormat.PIDF.print(document).text();
        try {
            schema.newValidator().validate(new StreamSource(new StringReader(text)));
            return Optional.empty();
        } catch (SAXException e) {
            return Optional.of(e.getMessage());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Pidf composed(Pidf document) {
        return PidfMerge.merge(
                ALICE,
                List.of(new org.sippresence.pidf.PublishedDocument(
                        "p", Instant.EPOCH, PresenceSchema.conform(document))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rfc3863-basic.xml",
                "rfc3863-extended.xml",
                "rfc4480-rpid.xml",
                "rfc4481-timed-status.xml",
                "rfc4482-cipid.xml",
                "rfc4119-geopriv.xml"
            })
    void theExamplesOfTheRfcsStayAsTheyAre(String name) throws MalformedXmlException {
        Pidf document = parse(resource(name));
        assertThat(PresenceSchema.conform(document)).isSameAs(document);
        assertThat(PresenceSchema.violation(document)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # of an extension, the part that is not valid is left out
            <rpid:mood><rpid:happy/><rpid:glad/></rpid:mood>|<rpid:mood><rpid:happy/></rpid:mood>
            <rpid:mood><rpid:glad/></rpid:mood>|''
            <rpid:mood><rpid:happy>very</rpid:happy></rpid:mood>|<rpid:mood><rpid:happy/></rpid:mood>
            <rpid:mood from='noon'><rpid:happy/></rpid:mood>|<rpid:mood><rpid:happy/></rpid:mood>
            <rpid:mood xml:lang='e n'><rpid:happy/></rpid:mood>|<rpid:mood><rpid:happy/></rpid:mood>
            <rpid:mood><rpid:note xml:lang='e n'>n</rpid:note><rpid:happy/></rpid:mood>\
            |<rpid:mood><rpid:note>n</rpid:note><rpid:happy/></rpid:mood>
            <rpid:mood>good<rpid:happy/></rpid:mood>|<rpid:mood><rpid:happy/></rpid:mood>
            <rpid:activities><rpid:unknown/><rpid:away/></rpid:activities>\
            |<rpid:activities><rpid:away/></rpid:activities>
            <rpid:activities><coding xmlns=''/></rpid:activities>|<rpid:activities/>
            <rpid:relationship><rpid:self/><rpid:friend/></rpid:relationship>\
            |<rpid:relationship><rpid:self/></rpid:relationship>
            <rpid:time-offset>early</rpid:time-offset>|''
            <rpid:user-input>busy</rpid:user-input>|''
            <rpid:user-input idle-threshold='0'>idle</rpid:user-input>|<rpid:user-input>idle</rpid:user-input>
            <rpid:status-icon>http://x/%zz</rpid:status-icon>|''
            <dm:deviceID>a b</dm:deviceID>|<dm:deviceID>a b</dm:deviceID>
            <dm:device id='d'><dm:note>PC</dm:note></dm:device>|''
            <basic>open</basic>|''
            <mine xmlns=''/>|''
            # what only has another order or form is put right
            <rpid:mood><rpid:happy/><rpid:note>n</rpid:note></rpid:mood>\
            |<rpid:mood><rpid:note>n</rpid:note><rpid:happy/></rpid:mood>
            <dm:person id='p'><dm:note>n</dm:note><rpid:class>c</rpid:class></dm:person>\
            |<dm:person id='p'><rpid:class>c</rpid:class><dm:note>n</dm:note></dm:person>
            <dm:person id='p'><dm:timestamp>2026-01-02T03:04:05+0100</dm:timestamp></dm:person>\
            |<dm:person id='p'><dm:timestamp>2026-01-02T03:04:05+01:00</dm:timestamp></dm:person>
            <dm:person id='1 a'/>|<dm:person id='i1_a'/>
            <dm:person/>|<dm:person id='i'/>
            """)
    void whatIsNotValidIsLeftOutAndTheRestStays(String published, String shown) throws MalformedXmlException {
        Pidf document = parse(presence(published));
        Pidf expected = parse(presence(shown));

        Pidf valid = PresenceSchema.conform(document);

        assertThat(PidfFormat.PIDF.print(valid).text())
                .isEqualTo(PidfFormat.PIDF.print(expected).text());
        assertThat(PresenceSchema.violation(document).isPresent()).isEqualTo(!published.equals(shown));
        assertThat(PresenceSchema.conform(valid)).as("what is valid stays").isSameAs(valid);
        assertThat(objection(composed(document))).isEmpty();
    }

    /** The example names a type that the RFC's schema does not have. */
    @Test
    void theExampleOfTheDataModelLosesItsType() throws MalformedXmlException {
        Pidf document = parse(resource("rfc4479-data-model.xml"));

        Pidf valid = PresenceSchema.conform(document);

        assertThat(PidfFormat.PIDF.print(valid).text())
                .isEqualTo(PidfFormat.PIDF
                        .print(document)
                        .text()
                        .replace(" xsi:type=\"dm:device_t\"", "")
                        .replace(" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"", ""));
        assertThat(objection(valid)).isEmpty();
    }

    @Test
    void elementsOfOtherNamespacesStayWhateverTheySay() throws MalformedXmlException {
        Pidf document = parse(presence("<x:a xmlns:x='urn:x' id='1 1'><x:b>text<rpid:mood/></x:b></x:a><rpid:draft/>"));
        assertThat(PresenceSchema.conform(document)).isSameAs(document);
    }

    @Test
    void timestampsAndLanguagesOfPidfItselfArePutRight() throws MalformedXmlException {
        Pidf document = parse(presence("<tuple id='t'><status/><note lang='x y'>n</note>"
                + "<timestamp>2026-02-30T10:00:00Z</timestamp></tuple>"
                + "<tuple id='u'><status/><timestamp>2026-02-20T10:00:00.5-0730</timestamp></tuple>"));

        Pidf valid = PresenceSchema.conform(document);

        assertThat(valid.tuples().get(0).timestamp()).isEmpty();
        assertThat(valid.tuples().get(0).notes()).containsExactly(new Note("n", ""));
        assertThat(valid.tuples().get(1).timestamp()).contains("2026-02-20T10:00:00.5-07:30");
        assertThat(objection(composed(document))).isEmpty();
    }

    /** RPID's schema forbids it, its own example and RFC 5025 want it. */
    @Test
    void aSphereMayBeAWord() throws MalformedXmlException {
        Pidf document = parse(presence("<rpid:sphere>bowling league</rpid:sphere>"));
        assertThat(PresenceSchema.conform(document)).isSameAs(document);
    }

    @Test
    void whateverIsPublishedIsShownValidAndWhatIsValidIsNotTouched() throws MalformedXmlException {
        long seed = System.nanoTime();
        ExtensionGenerator generator = new ExtensionGenerator(new Random(seed));
        int valid = 0;
        for (int i = 0; i < DOCUMENTS; i++) {
            String text = presence(generator.extensions());
            Pidf document = parse(text);

            assertThat(objection(composed(document)))
                    .as("seed %d: %s", seed, text)
                    .isEmpty();
            if (objection(document).isEmpty()) {
                valid++;
                assertThat(PresenceSchema.conform(document))
                        .as("seed %d: %s", seed, text)
                        .isSameAs(document);
            }
        }
        assertThat(valid).as("seed %d", seed).isBetween(DOCUMENTS / 20, DOCUMENTS * 19 / 20);
    }
}
