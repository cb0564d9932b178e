package org.sippresence.sip;

import static org.assertj.core.api.Assertions.assertThat;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.parser.StringMsgParser;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.hook.EarlyRequests.Arrival;
import org.sippresence.hook.LendingNetworkLayer;

/** Requests as the stack has parsed them, answered over a real socket. */
final class DatagramRequestsTest {

    private static final String VIA = "Via: SIP/2.0/UDP 192.0.2.1:5070;branch=z9hG4bKone;rport\r\n";

    private final List<Exchange> handled = new ArrayList<>();
    private final DatagramRequests requests =
            new DatagramRequests(Map.of("PUBLISH", handled::add, "SUBSCRIBE", handled::add));
    private DatagramSocket ours;
    private DatagramSocket phone;

    @BeforeEach
    void listen() throws IOException {
        ours = new LendingNetworkLayer().createDatagramSocket(0, InetAddress.getLoopbackAddress());
        phone = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        phone.setSoTimeout(2_000);
    }

    @AfterEach
    void close() {
        ours.close();
        phone.close();
    }

    private static String publish(String headers) {
        return request("PUBLISH", headers + "Event: presence\r\n");
    }

    private static String request(String method, String headers) {
        return method + " sip:alice@example.org SIP/2.0\r\n" + headers
                + "Max-Forwards: 70\r\nFrom: \"Al, Ice\" <sip:alice@example.org>;tag=theirs\r\n"
                + "To: <sip:alice@example.org>\r\nCall-ID: a@b\r\nCSeq: 7 " + method + "\r\nContent-Length: 0\r\n\r\n";
    }

    private boolean isTaken(String message) throws Exception {
        return isTaken(message, "udp");
    }

    private boolean isTaken(String message, String transport) throws Exception {
        SIPRequest request = (SIPRequest)
                new StringMsgParser().parseSIPMessage(message.getBytes(StandardCharsets.UTF_8), true, false, null);
        request.setLocalAddress(ours.getLocalAddress());
        request.setLocalPort(ours.getLocalPort());
        request.setPeerPacketSourceAddress(phone.getLocalAddress());
        request.setPeerPacketSourcePort(phone.getLocalPort());
        return requests.take(new Arrival(request, transport, null));
    }

    private String received() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[4_000], 4_000);
        phone.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    private boolean nothingIsReceived() throws IOException {
        phone.setSoTimeout(50);
        try {
            received();
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        }
    }

    private void accept(int which, String entityTag) {
        Exchange exchange = handled.get(which);
        exchange.answer(exchange.response(200).with("SIP-ETag", entityTag).with("Expires", "60"));
    }

    @Test
    void theAnswerRepeatsWhatTheRequestIsKnownBy() throws Exception {
        String outer = "Via: SIP/2.0/TCP 192.0.2.9;branch=z9hG4bKtwo\r\n";
        assertThat(isTaken(publish(VIA + outer + "Timestamp: 54\r\n"))).isTrue();
        accept(0, "abc");
        assertThat(received())
                .startsWith("SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 192.0.2.1:5070;branch=z9hG4bKone;rport")
                .containsSubsequence("branch=z9hG4bKone", "branch=z9hG4bKtwo")
                .contains("From: \"Al, Ice\" <sip:alice@example.org>;tag=theirs\r\n")
                .contains("To: <sip:alice@example.org>;tag=" + handled.get(0).newTag() + "\r\n")
                .contains("Call-ID: a@b\r\n", "CSeq: 7 PUBLISH\r\n", "SIP-ETag: abc\r\n", "Expires: 60\r\n")
                .contains("Timestamp: 54\r\n")
                .endsWith("Content-Length: 0\r\n\r\n");
    }

    @Test
    void aTagThatIsThereStays() throws Exception {
        isTaken(publish(VIA).replace("To: <sip:alice@example.org>", "To: <sip:alice@example.org>;tag=ours"));
        accept(0, "abc");
        assertThat(received()).contains("To: <sip:alice@example.org>;tag=ours\r\n");
    }

    @Test
    void whatComesAgainGetsTheSameAnswerAndIsNotDecidedAgain() throws Exception {
        isTaken(publish(VIA));
        assertThat(isTaken(publish(VIA))).isTrue();
        assertThat(nothingIsReceived()).as("while it is being decided").isTrue();
        accept(0, "abc");
        String first = received();
        assertThat(isTaken(publish(VIA))).isTrue();
        assertThat(received()).isEqualTo(first);
        assertThat(handled).hasSize(1);
    }

    @Test
    void anotherBranchAnotherSenderAndAnotherMethodAreOtherRequests() throws Exception {
        isTaken(publish(VIA));
        isTaken(publish(VIA.replace("one", "One")));
        isTaken(publish(VIA.replace("5070", "5071")));
        isTaken(publish(VIA.replace("192.0.2.1", "192.0.2.2")));
        isTaken(request("SUBSCRIBE", VIA + "Event: presence\r\nContact: <sip:a@192.0.2.1>\r\n"));
        assertThat(handled).hasSize(5);
    }

    @Test
    void onlyTheFirstAnswerCounts() throws Exception {
        isTaken(publish(VIA));
        accept(0, "abc");
        handled.get(0).fail(500);
        assertThat(received()).startsWith("SIP/2.0 200");
        assertThat(nothingIsReceived()).isTrue();
    }

    @Test
    void theRouteOfADialogIsRepeatedWithTwoHundredOnly() throws Exception {
        @SuppressWarnings("StringConcatToTextBlock")
        String headers = "Record-Route: <sip:p1.example.org;lr>, <sip:p2.example.org;lr>\r\n"
                + "Event: presence\r\nContact: <sip:a@192.0.2.1>\r\n";
        isTaken(request("SUBSCRIBE", VIA + headers));
        handled.get(0).answer(handled.get(0).response(200).withContact("sip:192.0.2.5"));
        assertThat(received())
                .containsSubsequence("Record-Route: <sip:p1.example.org;lr>", "<sip:p2.example.org;lr>")
                .contains("Contact: <sip:192.0.2.5>\r\n");
        isTaken(request("SUBSCRIBE", VIA.replace("one", "two") + headers));
        handled.get(1).fail(503);
        assertThat(received())
                .startsWith("SIP/2.0 503 Service Unavailable\r\n")
                .contains("Retry-After: 5\r\n")
                .doesNotContain("Record-Route");
    }

    @Test
    void withoutRportTheAnswerGoesToThePortOfVia() throws Exception {
        try (DatagramSocket other = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            isTaken(publish("Via: SIP/2.0/UDP 192.0.2.1:" + other.getLocalPort() + ";branch=z9hG4bKone\r\n"));
            accept(0, "abc");
            other.setSoTimeout(2_000);
            DatagramPacket packet = new DatagramPacket(new byte[4_000], 4_000);
            other.receive(packet);
            assertThat(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8))
                    .startsWith("SIP/2.0 200 OK\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Via: SIP/2.0/UDP 192.0.2.1;branch=one\r\n",
                "Via: SIP/2.0/UDP 192.0.2.1\r\n",
                "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK\r\n",
                "Via: SIP/2.0/TCP 192.0.2.1;branch=z9hG4bKone\r\n",
                "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKone;maddr=192.0.2.7\r\n",
                "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKone\r\nRoute: <sip:192.0.2.8;lr>\r\n"
            })
    void whatIsOutOfTheOrdinaryGoesTheUsualWay(String headers) throws Exception {
        assertThat(isTaken(publish(headers))).isFalse();
        assertThat(handled).isEmpty();
    }

    @Test
    void whatLacksAHeaderOrHasNoHopsLeftOrCameOtherwiseGoesTheUsualWay() throws Exception {
        assertThat(isTaken(publish(VIA).replace("Max-Forwards: 70", "Max-Forwards: 0")))
                .isFalse();
        assertThat(isTaken(publish(VIA).replace("Max-Forwards: 70\r\n", ""))).isFalse();
        assertThat(isTaken(publish(VIA).replace("7 PUBLISH", "7 REGISTER"))).isFalse();
        assertThat(isTaken(request("PUBLISH", VIA))).as("without Event").isFalse();
        assertThat(isTaken(request("OPTIONS", VIA))).as("no handler").isFalse();
        assertThat(isTaken(publish(VIA), "tcp")).isFalse();
        assertThat(handled).isEmpty();
    }

    @Test
    void aHandlerThatFailsIsA500() throws Exception {
        DatagramRequests broken = new DatagramRequests(Map.of("PUBLISH", exchange -> {
            throw new IllegalStateException("broken");
        }));
        SIPRequest request = (SIPRequest)
                new StringMsgParser().parseSIPMessage(publish(VIA).getBytes(StandardCharsets.UTF_8), true, false, null);
        request.setLocalAddress(ours.getLocalAddress());
        request.setLocalPort(ours.getLocalPort());
        request.setPeerPacketSourceAddress(phone.getLocalAddress());
        request.setPeerPacketSourcePort(phone.getLocalPort());
        assertThat(broken.take(new Arrival(request, "udp", null))).isTrue();
        assertThat(received()).startsWith("SIP/2.0 500 ").doesNotContain("broken");
    }

    @Test
    void moreThanTheMemoryHoldsIsSaid() throws Exception {
        DatagramTransactions transactions = new DatagramTransactions(2);
        for (String branch : List.of("a", "b", "c")) {
            SIPRequest request = (SIPRequest) new StringMsgParser()
                    .parseSIPMessage(
                            publish(VIA.replace("one", branch)).getBytes(StandardCharsets.UTF_8), true, false, null);
            assertThat(transactions.isFull()).isFalse();
            assertThat(transactions.begin(request).isNew()).isTrue();
        }
        assertThat(transactions.isFull()).isTrue();
    }
}
