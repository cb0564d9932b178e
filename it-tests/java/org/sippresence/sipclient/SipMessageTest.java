package org.sippresence.sipclient;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SipMessageTest {

    @Test
    void compactFormsFoldedLinesAndListsAreRead() {
        SipMessage message = SipMessage.parse("""
                NOTIFY sip:w@127.0.0.1 SIP/2.0\r
                v: SIP/2.0/UDP a;branch=z9hG4bK1, SIP/2.0/UDP b;branch=z9hG4bK2\r
                f: "A, \\"B\\"" <sip:a@x;lr>;tag=1\r
                call-id: c\r
                cseq: 7 NOTIFY\r
                Record-Route: <sip:p1;lr>,\r
                 <sip:p2,x>\r
                o: presence;id="4"\r
                l: 4\r
                \r
                body""".getBytes(UTF_8));
        assertThat(message.branch()).isEqualTo("z9hG4bK1");
        assertThat(message.fromTag()).contains("1");
        assertThat(message.cseq()).isEqualTo(7);
        assertThat(message.required("Call-ID")).isEqualTo("c");
        assertThat(message.all("Record-Route")).containsExactly("<sip:p1;lr>", "<sip:p2,x>");
        assertThat(TestHeaders.token(message.required("Event"))).isEqualTo("presence");
        assertThat(TestHeaders.parameter(message.required("Event"), "id")).contains("4");
        assertThat(message.text()).isEqualTo("body");
    }

    @Test
    void printedMessageIsReadBackTheSame() {
        SipMessage message = SipMessage.request("PUBLISH", "sip:a@x")
                .with("Via", "SIP/2.0/UDP a;branch=z9hG4bK1")
                .with("CSeq", "1 PUBLISH")
                .withBody("text/plain", "grüße");
        assertThat(SipMessage.parse(message.bytes()).replacing("Content-Length", "0"))
                .hasToString(message.replacing("Content-Length", "0").toString());
    }

    @Test
    void textWithoutEmptyLineIsRefused() {
        assertThatThrownBy(() -> SipMessage.parse("OPTIONS sip:a SIP/2.0\r\n".getBytes(UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void elementsAreFoundByLocalNames() {
        TestXml xml = TestXml.of(
                TestPidf.document("sip:a@x", TestPidf.tuple("t1", "open", "<contact priority='1'>sip:c</contact>")));
        assertThat(xml.values("/presence/tuple/@id")).containsExactly("t1");
        assertThat(xml.values("//contact/@priority")).containsExactly("1");
        assertThat(xml.values("/presence/tuple[./status/basic='open']/contact")).containsExactly("sip:c");
        assertThat(xml.rootNamespace()).isEqualTo("urn:ietf:params:xml:ns:pidf");
    }
}
