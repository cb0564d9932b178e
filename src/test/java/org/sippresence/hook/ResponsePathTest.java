package org.sippresence.hook;

import static org.assertj.core.api.Assertions.assertThat;

import gov.nist.javax.sip.message.SIPRequest;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.testkit.UdpSockets;

/** Responses to datagrams, sent over real sockets. */
final class ResponsePathTest {

    @RegisterExtension
    final UdpSockets sockets = new UdpSockets();

    private SIPRequest request(String sentBy) throws Exception {
        String text = "OPTIONS sip:a@example.org SIP/2.0\r\nVia: SIP/2.0/UDP " + sentBy
                + "\r\nFrom: <sip:a@example.org>;tag=1\r\nTo: <sip:a@example.org>\r\n"
                + "Call-ID: 1\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n";
        return sockets.request(text);
    }

    private static void answer(SIPRequest request) {
        ResponsePath.ofDatagram(request).orElseThrow().send("answer".getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "192.0.2.1:9;rport;branch=z9hG4bK1",
                "255.255.255.255:PORT;branch=z9hG4bK1",
                "224.0.0.1:PORT;branch=z9hG4bK1",
                "192.0.2.1:PORT;maddr=224.0.0.1;branch=z9hG4bK1",
                "192.0.2.1:0;branch=z9hG4bK1",
                "192.0.2.1:PORT"
            })
    void theAnswerGoesToTheSourceWhateverTheViaNames(String sentBy) throws Exception {
        answer(request(sentBy.replace("PORT", String.valueOf(sockets.phone().getLocalPort()))));
        assertThat(sockets.textAtPhone()).isEqualTo("answer");
    }

    /** RFC 3261 section 18.2.2. */
    @Test
    void withoutRportItGoesToThePortOfVia() throws Exception {
        try (DatagramSocket other = UdpSockets.openPhone()) {
            answer(request("192.0.2.1:" + other.getLocalPort()));
            assertThat(UdpSockets.text(UdpSockets.receive(other))).isEqualTo("answer");
        }
    }

    @Test
    void whatNoDatagramBroughtIsAnsweredToOurselves() throws Exception {
        SIPRequest request = request("127.0.0.1:9;rport");
        request.setPeerPacketSourceAddress(null);
        sockets.server().setSoTimeout(2_000);
        answer(request);
        assertThat(UdpSockets.text(UdpSockets.receive(sockets.server()))).isEqualTo("answer");
    }

    @Test
    void withoutTheSocketThereIsNoWay() throws Exception {
        SIPRequest request = request("127.0.0.1:9;rport");
        sockets.server().close();
        assertThat(ResponsePath.ofDatagram(request)).isEmpty();
    }
}
