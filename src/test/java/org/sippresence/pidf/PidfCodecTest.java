package org.sippresence.pidf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sippresence.pidf.PidfFixtures.openTuple;
import static org.sippresence.pidf.PidfFixtures.parse;
import static org.sippresence.pidf.PidfFixtures.presence;
import static org.sippresence.pidf.PidfFixtures.presenceOf;
import static org.sippresence.pidf.PidfFixtures.resource;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.xml.Attribute;
import org.sippresence.xml.Content.Text;
import org.sippresence.xml.Declaration;
import org.sippresence.xml.Element;
import org.sippresence.xml.MalformedXmlException;
import org.sippresence.xml.XmlReader;
import org.sippresence.xml.XmlWriter;

class PidfCodecTest {

    @Test
    void aBasicStatusOfAnotherWordStatesNothing() throws MalformedXmlException {
        String tuple = "<tuple id='a'><status><basic>unknown</basic></status></tuple>";
        assertThat(presenceOf(tuple).tuples().get(0).status().basic()).isEqualTo(Basic.UNSTATED);
    }

    @Test
    void readsWhatATupleSays() throws MalformedXmlException {
        Tuple tuple = parse(resource("rfc3863-extended.xml")).tuples().get(0);

        assertThat(tuple.id()).isEqualTo("bs35r9");
        assertThat(tuple.status().basic()).isEqualTo(Basic.OPEN);
        assertThat(tuple.status().extensions()).extracting(Element::name).containsExactly("im", "location");
        assertThat(tuple.contact()).hasValue(new Contact("im:someone@mobilecarrier.net", OptionalInt.of(800)));
        assertThat(tuple.notes())
                .containsExactly(
                        new Note("Don't Disturb Please!", "en"), new Note("Ne derangez pas, s'il vous plait", "fr"));
        assertThat(tuple.timestamp()).hasValue("2001-10-27T16:49:29Z");
    }

    @Test
    void keepsUnknownElementsOfAnyNamespaceWhereverTheyStand() throws MalformedXmlException {
        Pidf document = presenceOf("<strange/><none xmlns=\"\"/>"
                + "<tuple id=\"t\"><odd/><status><basic>open</basic><rare xmlns=\"urn:x\"/></status></tuple>");

        assertThat(document.extensions()).extracting(Element::name).containsExactly("strange", "none");
        assertThat(document.extensions().get(1).namespace()).isEmpty();
        assertThat(document.tuples().get(0).extensions())
                .extracting(Element::name)
                .containsExactly("odd");
        assertThat(document.tuples().get(0).status().extensions())
                .extracting(Element::namespace)
                .containsExactly("urn:x");
        assertThat(parse(PidfFormat.PIDF.print(document).bytes())).isEqualTo(document);
    }

    @Test
    void keepsWhiteSpaceAndMixedContentOfExtensionsButNoComments() throws MalformedXmlException {
        Element mixed = presenceOf("<x:m xmlns:x=\"urn:x\"> a <!-- c -->b<x:i/>\n<?pi?> c</x:m>")
                .extensions()
                .get(0);

        assertThat(mixed.content()).hasSize(3);
        assertThat(mixed.content().get(0)).isEqualTo(new Text(" a b"));
        assertThat(mixed.content().get(2)).isEqualTo(new Text("\n c"));
        assertThat(mixed.text()).isEqualTo(" a b\n c");
    }

    @Test
    void givesAnExtensionThePrefixesThatItNeedsAndNoOthers() throws MalformedXmlException {
        String inside =
                "<tuple id=\"t\" xmlns:b=\"urn:b\"><status/><a:e xmlns:a=\"urn:a\" xmlns:z=\"urn:z\" kind=\"b:q\"/>"
                        + "</tuple>";

        assertThat(presenceOf(inside).tuples().get(0).extensions().get(0).declarations())
                .containsExactly(new Declaration("a", "urn:a"), new Declaration("b", "urn:b"));
    }

    @Test
    void keepsApartTwoMeaningsOfOnePrefix() throws MalformedXmlException {
        Pidf document = presenceOf("<x:e xmlns:x=\"urn:1\"/><x:e xmlns:x=\"urn:2\"/><x:e xmlns:x=\"urn:1\"/>");

        assertThat(PidfFormat.PIDF.print(document).text())
                .contains("<presence xmlns=\"urn:ietf:params:xml:ns:pidf\" xmlns:x=\"urn:1\"")
                .contains("<x:e/><x:e xmlns:x=\"urn:2\"/><x:e/>");
    }

    @Test
    void declaresWhatAnElementMadeByHandMisses() throws MalformedXmlException {
        Element element =
                new Element("x", "urn:x", "e", List.of(), List.of(new Attribute("y", "urn:y", "a", "1")), List.of());
        Pidf document = new Pidf("sip:a@b", List.of(), List.of(), List.of(element));

        assertThat(parse(PidfFormat.PIDF.print(document).bytes())
                        .extensions()
                        .get(0)
                        .attributes())
                .isEqualTo(element.attributes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16", "UTF-16LE", "ISO-8859-1", "windows-1252", "US-ASCII"})
    void readsAnyCharacterSetThatTheDocumentDeclares(String charset) throws MalformedXmlException {
        String note = charset.equals("US-ASCII") ? "&#252;ber" : "über";
        String text = "<?xml version=\"1.0\" encoding=\"" + charset + "\"?>" + presence("<note>" + note + "</note>");
        String marked = charset.equals("UTF-16LE") ? "\uFEFF" + text : text;

        assertThat(parse(marked.getBytes(Charset.forName(charset))).notes()).containsExactly(new Note("über", ""));
    }

    @ParameterizedTest
    @CsvSource({"0,0", "1,1000", "1.00,1000", "0.021,21", ".5,500", "0.80000,800", "0.0004,0", "+0.3,300"})
    void readsPrioritiesInThousandths(String text, int expected) throws MalformedXmlException {
        assertThat(priority(text)).hasValue(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0.1", "1.001", "5", "99999999999999999999"})
    void ignoresAPriorityOutOfRangeAsRfc3863Asks(String text) throws MalformedXmlException {
        assertThat(priority(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "high", "0.5.5", "1e3", "0,8", ".", "0.00000000000000000000000000000000001"})
    void refusesAPriorityThatIsNoNumber(String text) {
        assertThatThrownBy(() -> priority(text))
                .isInstanceOf(MalformedXmlException.class)
                .hasMessage("priority is not a decimal number");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2005-10-27T16:49:29Z",
                "2005-10-27T16:49:29.123456Z",
                "2005-10-27T16:49:29+01:00",
                "2005-10-27T16:49:29-0500",
                "2005-10-27T16:49:29"
            })
    void keepsTimestampsAsTheyWere(String text) throws MalformedXmlException {
        assertThat(timestamp(text)).hasValue(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "now", "2005-10-27", "2005-10-27 16:49:29Z", "2005-10-27T16:49:29.Z", "2005-10-27T16:49:29X"
            })
    void refusesTimestampsThatAreNone(String text) {
        assertThatThrownBy(() -> timestamp(text)).hasMessage("timestamp is not a date and time");
    }

    @Test
    void takesAContactWithoutUriForNone() throws MalformedXmlException {
        assertThat(contact("<contact priority=\"0.5\"> \n </contact>")).isEmpty();
        assertThat(contact("<contact> sip:a@b </contact>")).hasValue(new Contact("sip:a@b", OptionalInt.empty()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            <tuple><status/></tuple>|tuple without id
            <tuple id=' '><status/></tuple>|tuple without id
            <tuple id='a'><status/><status/></tuple>|tuple with more than one status
            <tuple id='a'><contact>a:b</contact><contact>a:c</contact></tuple>|tuple with more than one contact
            <tuple id='a'><status><basic>open</basic><basic>open</basic></status></tuple>|status with more than one basic
            """)
    void refusesWhatTheSchemaForbidsAndSaysWhy(String inside, String message) {
        assertThatThrownBy(() -> presenceOf(inside))
                .isInstanceOf(MalformedXmlException.class)
                .hasMessage(message);
    }

    @Test
    void refusesOtherRootsAndAMissingEntity() {
        assertThatThrownBy(() -> parse("<presence entity='a:b'/>")).hasMessageContaining("root element");
        assertThatThrownBy(() -> parse("<tuple xmlns='urn:ietf:params:xml:ns:pidf'/>"))
                .hasMessageContaining("root element");
        assertThatThrownBy(() -> parse("<presence xmlns='urn:ietf:params:xml:ns:pidf'/>"))
                .hasMessage("presence without entity");
    }

    @Test
    void printsNothingThatXmlForbidsAndEscapesTheRest() throws MalformedXmlException {
        Pidf document = new Pidf(
                "sip:\"<a>&'\u0001@b",
                List.of(),
                List.of(new Note("]]> \uD800 \u0000 \r\n\t 😀", "e\"n\n")),
                List.of());

        Pidf back = parse(PidfFormat.PIDF.print(document).bytes());
        assertThat(back.entity()).isEqualTo("sip:\"<a>&'\uFFFD@b");
        assertThat(back.notes()).containsExactly(new Note("]]> \uFFFD \uFFFD \r\n\t 😀", "e\"n\n"));
    }

    @Test
    void acceptsAByteOrderMarkAndWhiteSpaceAroundTheDocument() throws MalformedXmlException {
        assertThat(parse("\uFEFF<?xml version='1.0'?>\n<!-- hello -->\n" + presence("") + "\n\n")
                        .tuples())
                .isEmpty();
    }

    @Test
    void whatIsTakenOutTakesItsNamespacesWithIt() throws MalformedXmlException {
        Element whole = element("<a xmlns='urn:a' xmlns:b='urn:b' b:k='v' k='v'><b:b/><c>x</c></a>");
        Element plain = element("<a xmlns='urn:a' k='v'><c>x</c></a>");

        Element reduced = ElementExtraction.extract(
                whole.withAttributes(List.of(whole.attributes().get(1)))
                        .withContent(List.of(whole.children().get(1))));

        assertThat(XmlWriter.toXml(reduced)).isEqualTo(XmlWriter.toXml(plain));
    }

    private static Element element(String text) throws MalformedXmlException {
        return new XmlReader(1000, 4, 10).read(text.getBytes(StandardCharsets.UTF_8), "urn:a", "a");
    }

    private static OptionalInt priority(String text) throws MalformedXmlException {
        return contact("<contact priority=\"" + text + "\">sip:a@b</contact>")
                .orElseThrow()
                .priority();
    }

    private static Optional<Contact> contact(String contact) throws MalformedXmlException {
        return parse(presence(openTuple("t", contact)).getBytes(StandardCharsets.UTF_8))
                .tuples()
                .get(0)
                .contact();
    }

    private static Optional<String> timestamp(String text) throws MalformedXmlException {
        return presenceOf(openTuple("t", "<timestamp>" + text + "</timestamp>"))
                .tuples()
                .get(0)
                .timestamp();
    }
}
