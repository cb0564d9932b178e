package org.sippresence.hook;

import static org.assertj.core.api.Assertions.assertThat;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.parser.StringMsgParser;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** There is no channel here: who looks at it has gone too far. */
final class RequestValveTest {

    private final RequestValve valve = new RequestValve();

    private static SIPRequest request(String transport) throws Exception {
        String text = "PUBLISH sip:a@example.org SIP/2.0\r\nVia: SIP/2.0/" + transport
                + " 192.0.2.1;branch=z9hG4bKx\r\nFrom: <sip:a@example.org>;tag=1\r\nTo: <sip:a@example.org>\r\n"
                + "Call-ID: 1\r\nCSeq: 1 PUBLISH\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n";
        return (SIPRequest)
                new StringMsgParser().parseSIPMessage(text.getBytes(StandardCharsets.UTF_8), true, false, null);
    }

    @Test
    void aRequestThatCannotBeAnsweredIsDropped() throws Exception {
        assertThat(valve.processRequest(request("XYZ"), null)).isFalse();
    }
}
