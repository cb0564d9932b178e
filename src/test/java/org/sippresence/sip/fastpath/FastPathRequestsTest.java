package org.sippresence.sip.fastpath;

import static org.assertj.core.api.Assertions.assertThat;

import gov.nist.javax.sip.message.MessageFactoryImpl;
import gov.nist.javax.sip.message.SIPRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.hook.RequestInterceptor.Incoming;
import org.sippresence.hook.ResponsePath;
import org.sippresence.model.RandomIdentifiers;
import org.sippresence.sip.message.Exchange;
import org.sippresence.sip.message.RelayOrigin;
import org.sippresence.testkit.UdpSockets;

/** Requests as the stack has parsed them, answered over a real socket. */
final class FastPathRequestsTest {

    private static final String VIA = "Via: SIP/2.0/UDP 192.0.2.1:5070;branch=z9hG4bKone;rport\r\n";

    private final List<Exchange> handled = new ArrayList<>();
    private final FastPathRequests requests = new FastPathRequests(handled::add, new RandomIdentifiers("10"));

    @RegisterExtension
    final UdpSockets sockets = new UdpSockets();

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
        SIPRequest request = sockets.request(message);
        return requests.intercept(
                new Incoming(request, transport, new ResponsePath.Datagram(sockets.server(), sockets.phoneAddress())));
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
        assertThat(sockets.textAtPhone())
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
        assertThat(sockets.textAtPhone()).contains("To: <sip:alice@example.org>;tag=ours\r\n");
    }

    @Test
    void ourTagBeginsWithThePrefixWhateverTheAnswer() throws Exception {
        isTaken(publish(VIA));
        handled.get(0).fail(500);
        assertThat(sockets.textAtPhone()).containsPattern("To: <sip:alice@example.org>;tag=10[A-Za-z0-9_-]{16}\r\n");
    }

    @Test
    void whatComesAgainGetsTheSameAnswerAndIsNotDecidedAgain() throws Exception {
        isTaken(publish(VIA));
        assertThat(isTaken(publish(VIA))).isTrue();
        assertThat(sockets.isPhoneSilentFor(50)).as("while it is being decided").isTrue();
        accept(0, "abc");
        String first = sockets.textAtPhone();
        assertThat(isTaken(publish(VIA))).isTrue();
        assertThat(sockets.textAtPhone()).isEqualTo(first);
        assertThat(handled).hasSize(1);
    }

    @Test
    void aStatelessAnswerIsNotKeptButHasTheSameTagEachTime() throws Exception {
        isTaken(publish(VIA));
        handled.get(0).answerStatelessly(handled.get(0).response(401));
        String first = sockets.textAtPhone();
        assertThat(first).containsPattern("To: <sip:alice@example.org>;tag=10[A-Za-z0-9_-]{22}\r\n");
        assertThat(requests.transactions()).isZero();
        isTaken(publish(VIA));
        assertThat(handled).hasSize(2);
        handled.get(1).answerStatelessly(handled.get(1).response(401));
        assertThat(sockets.textAtPhone()).isEqualTo(first);
        isTaken(publish(VIA.replace("one", "two")));
        handled.get(2).answerStatelessly(handled.get(2).response(401));
        assertThat(sockets.textAtPhone()).isNotEqualTo(first);
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

    /**
     * A client that uses a branch twice would get the answer to its first request for its second one; branches of an older RFC
     * are not unique (RFC 3261 section 17.2.3).
     */
    @ParameterizedTest
    @ValueSource(strings = {VIA, "Via: SIP/2.0/UDP 192.0.2.1;branch=1\r\n"})
    void aBranchThatIsUsedAgainIsNoRepetition(String via) throws Exception {
        isTaken(publish(via));
        isTaken(publish(via).replace("CSeq: 7", "CSeq: 8"));
        isTaken(publish(via).replace("Call-ID: a@b", "Call-ID: c@b"));
        isTaken(publish(via).replace("tag=theirs", "tag=other"));
        isTaken(publish(via).replace("PUBLISH sip:alice@", "PUBLISH sip:bob@"));
        isTaken(publish(via));
        assertThat(handled).hasSize(5);
    }

    @Test
    void aMethodIsRepeatedAsItIsWritten() throws Exception {
        isTaken(request("Breakfast", VIA));
        handled.get(0).fail(500);
        assertThat(sockets.textAtPhone()).contains("\r\nCSeq: 7 Breakfast\r\n");
    }

    @Test
    void onlyTheFirstAnswerCounts() throws Exception {
        isTaken(publish(VIA));
        accept(0, "abc");
        handled.get(0).fail(500);
        assertThat(sockets.textAtPhone()).startsWith("SIP/2.0 200");
        assertThat(sockets.isPhoneSilentFor(50)).isTrue();
    }

    @Test
    void theRouteOfADialogIsRepeatedWithTwoHundredOnly() throws Exception {
        @SuppressWarnings("StringConcatToTextBlock")
        String headers = "Record-Route: <sip:p1.example.org;lr>, <sip:p2.example.org;lr>\r\n"
                + "Event: presence\r\nContact: <sip:a@192.0.2.1>\r\n";
        isTaken(request("SUBSCRIBE", VIA + headers));
        handled.get(0).answer(handled.get(0).response(200).withContact("sip:192.0.2.5"));
        assertThat(sockets.textAtPhone())
                .containsSubsequence("Record-Route: <sip:p1.example.org;lr>", "<sip:p2.example.org;lr>")
                .contains("Contact: <sip:192.0.2.5>\r\n");
        isTaken(request("SUBSCRIBE", VIA.replace("one", "two") + headers));
        handled.get(1).fail(503);
        assertThat(sockets.textAtPhone())
                .startsWith("SIP/2.0 503 Service Unavailable\r\n")
                .contains("Retry-After: 5\r\n")
                .doesNotContain("Record-Route");
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
    void whatIsOutOfTheOrdinaryIsTakenAndDecidedOnce(String headers) throws Exception {
        assertThat(isTaken(publish(headers))).isTrue();
        assertThat(isTaken(publish(headers))).isTrue();
        assertThat(handled).hasSize(1);
        accept(0, "abc");
        assertThat(sockets.textAtPhone()).startsWith("SIP/2.0 200 OK\r\n");
    }

    @Test
    void overAConnectionNothingComesAgain() throws Exception {
        assertThat(isTaken(publish(VIA), "tcp")).isTrue();
        assertThat(isTaken(publish(VIA), "tcp")).isTrue();
        assertThat(handled).hasSize(2);
        assertThat(requests.transactions()).isZero();
    }

    @Test
    void anAckIsDropped() throws Exception {
        assertThat(isTaken(request("ACK", VIA))).isTrue();
        assertThat(handled).isEmpty();
    }

    @Test
    void aRelayedAnswerIsRepeatedAsAWhole() throws Exception {
        isTaken(request("MESSAGE", VIA));
        RelayOrigin upstream = handled.get(0).detach().orElseThrow();
        assertThat(handled.get(0).detach()).as("it is answered by others now").isEmpty();
        upstream.answer(480, "Temporarily Unavailable");
        String first = sockets.textAtPhone();
        assertThat(first)
                .startsWith("SIP/2.0 480 Temporarily Unavailable\r\n")
                .contains(";tag=" + handled.get(0).newTag());
        isTaken(request("MESSAGE", VIA));
        assertThat(sockets.textAtPhone()).isEqualTo(first);
    }

    @Test
    void moreThanTheMemoryHoldsIsSaid() throws Exception {
        DatagramTransactions transactions = new DatagramTransactions(2);
        for (String branch : List.of("a", "b", "c")) {
            SIPRequest request =
                    (SIPRequest) new MessageFactoryImpl().createRequest(publish(VIA.replace("one", branch)));
            assertThat(transactions.isFull()).isFalse();
            DatagramTransactions.Transaction transaction = new DatagramTransactions.Transaction();
            assertThat(transactions.begin(request, transaction)).isSameAs(transaction);
        }
        assertThat(transactions.isFull()).isTrue();
    }
}
