package org.sippresence.pidf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.pidf.PidfFixtures.ALICE;
import static org.sippresence.pidf.PidfFixtures.openTuple;
import static org.sippresence.pidf.PidfFixtures.presenceOf;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.sippresence.model.MediaType;
import org.sippresence.xml.MalformedXmlException;

class PidfFormatTest {

    @ParameterizedTest
    @EnumSource(PidfFormat.class)
    void isFoundByItsMediaType(PidfFormat format) {
        assertThat(PidfFormat.of(format.mediaType())).hasValue(format);
        assertThat(format.print(PidfMerge.offline(ALICE)).type()).isEqualTo(format.mediaType());
    }

    @Test
    void knowsNoOtherMediaTypes() {
        assertThat(PidfFormat.of(MediaType.parse("text/plain"))).isEmpty();
    }

    @Test
    void lpidfNamesOpenTuplesOnlyAndThePresentityWhereThereIsNoContact() throws MalformedXmlException {
        String inside = "<tuple id=\"a\"><status><basic>open</basic></status></tuple>"
                + "<tuple id=\"b\"><status><basic>closed</basic></status><contact>sip:b@192.0.2.1</contact></tuple>"
                + "<tuple id=\"c\"><status/><contact>sip:c@192.0.2.1</contact></tuple>";

        assertThat(print(PidfFormat.LPIDF, inside))
                .isEqualTo("To: <sip:alice@example.org>\r\nContact: <sip:alice@example.org>\r\n");
    }

    @Test
    void lpidfLetsNoPublisherWriteLinesOfItsOwn() throws MalformedXmlException {
        String contact = "<contact>sip:a@b&gt;&#13;&#10;Contact: &lt;sip:evil@c</contact>";

        assertThat(print(PidfFormat.LPIDF, openTuple("a", contact)).lines())
                .containsExactly("To: <sip:alice@example.org>", "Contact: <sip:a@b%3E%0D%0AContact:%20%3Csip:evil@c>");
    }

    @Test
    void xpidfOfAnOfflinePresentityIsOneClosedAtom() {
        Pidf offline = PidfMerge.offline(ALICE);

        assertThat(PidfFormat.XPIDF.print(offline).text().lines())
                .containsSubsequence(
                        "<presentity uri=\"sip:alice@example.org;method=SUBSCRIBE\"/>",
                        "<atom id=\"" + offline.tuples().get(0).id() + "\">",
                        "<address uri=\"sip:alice@example.org\">",
                        "<status status=\"closed\"/>",
                        "</address>")
                .noneMatch(line -> line.contains("msnsubstatus"));
    }

    @ParameterizedTest
    @CsvSource({
        "on-the-phone,onthephone",
        "meeting,busy",
        "meal,outtolunch",
        "vacation,away",
        "worship,online",
        "unknown,online"
    })
    void xpidfTellsActivitiesInMicrosoftsWords(String activity, String word) throws MalformedXmlException {
        String activities = "<rpid:activities><rpid:" + activity + "/></rpid:activities>";
        String open = openTuple("a", "");

        assertThat(print(PidfFormat.XPIDF, open + "<dm:person id=\"p\">" + activities + "</dm:person>"))
                .contains("<msnsubstatus substatus=\"" + word + "\"/>");
        assertThat(print(PidfFormat.XPIDF, openTuple("a", activities)))
                .contains("<msnsubstatus substatus=\"" + word + "\"/>");
    }

    @Test
    void xpidfTellsAnIdleDevice() throws MalformedXmlException {
        String device = "<dm:device id=\"d\"><rpid:user-input>idle</rpid:user-input></dm:device>";

        assertThat(print(PidfFormat.XPIDF, openTuple("a", "") + device)).contains("substatus=\"idle\"");
    }

    @Test
    void xpidfEscapesWhatPublishersWrite() throws MalformedXmlException {
        String tuple = openTuple("a", "<contact>sip:&quot;&lt;@b</contact><note>1 &lt; 2</note>");

        assertThat(print(PidfFormat.XPIDF, tuple))
                .contains("<address uri=\"sip:&quot;&lt;@b\">")
                .contains("<note>1 &lt; 2</note>");
    }

    @ParameterizedTest
    @CsvSource({"0,0", "1000,1", "500,0.5", "50,0.05", "5,0.005", "725,0.725", "720,0.72", "999,0.999"})
    void prioritiesArePrintedAsShortAsTheyGo(int thousandths, String text) {
        assertThat(Priority.print(thousandths)).isEqualTo(text);
    }

    private static String print(PidfFormat format, String inside) throws MalformedXmlException {
        return format.print(presenceOf(inside)).text();
    }
}
