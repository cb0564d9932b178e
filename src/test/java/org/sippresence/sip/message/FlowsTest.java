package org.sippresence.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import gov.nist.javax.sip.message.MessageFactoryImpl;
import gov.nist.javax.sip.message.SIPRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import javax.sip.address.SipURI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.sippresence.model.Flow;
import org.sippresence.settings.SipSettings.Nat;

final class FlowsTest {

    private static final String WITH_RPORT = "192.168.1.7:5062;rport";
    private static final String SOURCE = "198.51.100.7";
    private static final int PORT = 40_213;

    private static SIPRequest request(String transport, String via, String source, int port) throws Exception {
        SIPRequest request = (SIPRequest)
                new MessageFactoryImpl()
                        .createRequest(
                                "SUBSCRIBE sip:alice@example.org SIP/2.0\r\nVia: SIP/2.0/" + transport + ' ' + via
                                        + ";branch=z9hG4bKone\r\nMax-Forwards: 70\r\nFrom: <sip:bob@example.org>;tag=theirs\r\n"
                                        + "To: <sip:alice@example.org>\r\nCall-ID: a@b\r\nCSeq: 7 SUBSCRIBE\r\nContent-Length: 0\r\n\r\n");
        request.setPeerPacketSourceAddress(InetAddress.getByName(source));
        request.setPeerPacketSourcePort(port);
        request.setLocalAddress(InetAddress.getByName("192.0.2.9"));
        request.setLocalPort(5060);
        return request;
    }

    private static Flow flow(Nat nat, SIPRequest request, String contact) {
        Optional<SipURI> uri = contact.isEmpty() ? Optional.empty() : Optional.of((SipURI) Headers.uri(contact));
        return new Flows(nat, true).of(request, uri);
    }

    private static boolean isUsed(Nat nat, String via, String contact) throws Exception {
        return flow(nat, request("UDP", via, SOURCE, PORT), contact).remote().isPresent();
    }

    @Test
    void aFlowNamesBothEnds() throws Exception {
        Flow flow = flow(Nat.AUTO, request("UDP", WITH_RPORT, SOURCE, PORT), "sip:bob@192.168.1.7:5062");
        assertThat(flow)
                .isEqualTo(new Flow("udp", "192.0.2.9:5060", Optional.of(new InetSocketAddress(SOURCE, PORT)), 0));
        assertThat(flow.uri()).contains("sip:198.51.100.7:40213");
    }

    @ParameterizedTest
    @CsvSource({
        "sip:bob@192.168.1.7:5062, true",
        "sip:bob@10.1.2.3, true",
        "sip:bob@172.31.0.1, true",
        "sip:bob@172.32.0.1, false",
        "sip:bob@100.64.0.1, true",
        "sip:bob@100.128.0.1, false",
        "sip:bob@169.254.1.1, true",
        "sip:bob@127.0.0.1, true",
        "sip:bob@0.0.0.0, true",
        "sip:bob@[fd00::1], true",
        "sip:bob@[fe80::1], true",
        "sip:bob@[2001:db8::1], false",
        "sip:bob@a1b2.invalid;transport=ws, true",
        "sip:bob@localhost, true",
        "sip:bob@phone.local, true",
        "sip:bob@phone.example.org, false",
        "sip:bob@local.example.org, false",
        "sip:bob@192.0.2.77:5060, false",
        "sip:bob@phone.example.org;maddr=192.168.1.7, true",
        "sip:bob@192.0.2.77;ob, true",
        "sip:bob@192.0.2.77;transport=tcp, false",
        "sip:bob@198.51.100.7:40213, false",
    })
    void withoutRportAContactThatCannotBeReachedLeadsToTheSource(String contact, boolean isUsed) throws Exception {
        assertThat(isUsed(Nat.AUTO, "192.168.1.7:5062", contact)).isEqualTo(isUsed);
        assertThat(isUsed(Nat.AUTO, "192.0.2.1;branch=z9hG4bKproxy;rport,SIP/2.0/UDP 192.168.1.7:5062", contact))
                .as("through a proxy, whose rport says nothing about the client")
                .isEqualTo(isUsed);
        assertThat(isUsed(Nat.OFF, WITH_RPORT, contact)).isFalse();
        assertThat(isUsed(Nat.ALWAYS, "192.168.1.7:5062", contact)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "sip:bob@192.0.2.77:5060, true",
        "sip:bob@198.51.100.7:5060, true",
        "sip:bob@198.51.100.7, true",
        "sip:bob@198.51.100.7:40213, false",
        "sip:bob@198.51.100.7:40213;transport=udp, false",
        "sip:bob@phone.example.org, false",
        "sip:bob@192.0.2.77;transport=tcp, false",
        "sips:bob@192.0.2.77, false",
    })
    void withRportAnotherAddressLeadsToTheSource(String contact, boolean isUsed) throws Exception {
        assertThat(isUsed(Nat.AUTO, WITH_RPORT, contact)).isEqualTo(isUsed);
        SIPRequest request = request("UDP", WITH_RPORT, SOURCE, PORT);
        assertThat(new Flows(Nat.AUTO, true)
                        .ofOneContact(request, (SipURI) Headers.uri(contact))
                        .remote())
                .as("one of several, which may be another device")
                .isEmpty();
    }

    @Test
    void ofSeveralContactsThoseThatCannotBeReachedLeadToTheSource() throws Exception {
        SIPRequest request = request("UDP", WITH_RPORT, SOURCE, PORT);
        assertThat(new Flows(Nat.AUTO, true)
                        .ofOneContact(request, (SipURI) Headers.uri("sip:bob@10.0.0.1"))
                        .remote())
                .isPresent();
    }

    @Test
    void aPhoneInTheNetworkOfTheServerIsReachedAtItsContact() throws Exception {
        SIPRequest request = request("UDP", "192.168.1.7:5062", "192.168.1.7", 5062);
        assertThat(flow(Nat.AUTO, request, "sip:bob@192.168.1.7:5062").remote()).isEmpty();
        assertThat(flow(Nat.AUTO, request, "sip:bob@192.168.1.7:5070").remote()).isEmpty();
    }

    @Test
    void withoutAContactTheSourceIsKnown() throws Exception {
        assertThat(flow(Nat.AUTO, request("UDP", WITH_RPORT, SOURCE, PORT), "").remote())
                .isPresent();
    }

    @Test
    void aPortThatNobodyCanAnswerToIsNoFlow() throws Exception {
        assertThat(flow(Nat.ALWAYS, request("UDP", WITH_RPORT, SOURCE, 0), "sip:bob@10.0.0.1")
                        .remote())
                .isEmpty();
    }

    /** As in a container without the hooks, which does not say over which connection a request came. */
    @ParameterizedTest
    @EnumSource
    void aStreamWithoutAKnownConnectionIsNoFlow(Nat nat) throws Exception {
        Flow flow = flow(nat, request("TCP", WITH_RPORT, SOURCE, PORT), "sip:bob@10.0.0.1");
        assertThat(flow).isEqualTo(Flow.of("tcp", "192.0.2.9:5060"));
    }
}
