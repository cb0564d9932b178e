package org.sippresence.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gov.nist.javax.sip.message.MessageFactoryImpl;
import gov.nist.javax.sip.message.SIPRequest;
import java.text.ParseException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.authorization.RequestIdentity;
import org.sippresence.model.Aor;
import org.sippresence.settings.Networks;
import org.sippresence.settings.Settings;
import org.sippresence.sip.SipServices.Configuration;
import org.sippresence.sip.message.BadRequestException;
import org.sippresence.testkit.SipRequests;

final class RequestReaderTest {

    private static final Settings SETTINGS = Settings.of(Map.of());

    private static SIPRequest request(String requestUri, String from) throws ParseException {
        String text = "PUBLISH " + requestUri + " SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\n"
                + "From: " + from + ";tag=1\r\nTo: <sip:alice@example.org>\r\nCall-ID: 1\r\nCSeq: 1 PUBLISH\r\n"
                + "Max-Forwards: 70\r\nContent-Length: 0\r\n\r\n";
        return (SIPRequest) new MessageFactoryImpl().createRequest(text);
    }

    private static RequestReader reader(SIPRequest request, Aor from) {
        return new RequestReader(
                request,
                new Configuration(
                        SETTINGS.sip(),
                        SETTINGS.trustedPeers(),
                        1,
                        SETTINGS.digest().realms()),
                RequestIdentity.claimed(from));
    }

    @Test
    void aRequestUriThatReadsAsTheIdentityIsNotParsedAgain() throws Exception {
        SIPRequest request = request("sip:alice@example.org", "\"Alice\" <sip:alice@example.org>");
        Aor from = RequestReader.from(request);
        assertThat(from).isEqualTo(new Aor("sip:alice@example.org"));
        assertThat(reader(request, from).presentity()).isSameAs(from);
    }

    @ParameterizedTest
    @CsvSource({
        "sip:alice@example.org, <sip:alice@EXAMPLE.org.>, sip:alice@example.org",
        "sip:alice@example.org, <sip:%61lice@example.org:5070;x=1>, sip:alice@example.org",
        "sip:alice@example.org;x=1, <sip:alice@example.org>, sip:alice@example.org",
        "sip:alice@example.org, <sip:Alice@example.org>, sip:Alice@example.org",
        "sip:alice@example.org, <sips:alice@example.org>, sips:alice@example.org",
        "sip:alice@example.org, <sip:mallory@example.org>, sip:mallory@example.org",
        "sip:alice@EXAMPLE.org, <sip:alice@EXAMPLE.org>, sip:alice@example.org",
    })
    void anyOtherTextIsReadAsItStands(String requestUri, String from, String identity) throws Exception {
        SIPRequest request = request(requestUri, from);
        Aor read = RequestReader.from(request);
        assertThat(read).isEqualTo(new Aor(identity));
        assertThat(reader(request, read).presentity()).isEqualTo(new Aor("sip:alice@example.org"));
    }

    private static RequestIdentity identity(String source, String... headers) throws BadRequestException {
        Networks peers = Settings.of(Map.of("trusted_peers", "192.0.2.0/30")).trustedPeers();
        return SipAuthentication.withoutCredentials(
                SipRequests.of("PUBLISH", source, headers),
                new Configuration(SETTINGS.sip(), peers, 1, SETTINGS.digest().realms()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "P-Asserted-Identity: <sip:bob@example.org>",
                "P-Preferred-Identity: <sip:bob@example.org>",
                "P-Asserted-Identity: <sip:bob@",
                "P-Asserted-Identity:",
            })
    void whatAStrangerAssertsHasNoEffect(String header) throws Exception {
        assertThat(identity("192.0.2.9", header))
                .isEqualTo(RequestIdentity.claimed(new Aor("sip:mallory@example.org")));
    }

    @Test
    void aTrustedPeerActsForTheUserThatItAssertsOrElseForItself() throws Exception {
        assertThat(identity("192.0.2.1", "P-Asserted-Identity: <sip:bob@example.org>"))
                .isEqualTo(RequestIdentity.authenticated(new Aor("sip:bob@example.org")));
        assertThat(identity("192.0.2.1")).isEqualTo(RequestIdentity.ofTrustedPeer(new Aor("sip:mallory@example.org")));
        assertThat(identity("192.0.2.1", "P-Preferred-Identity: <sip:bob@example.org>"))
                .isEqualTo(RequestIdentity.ofTrustedPeer(new Aor("sip:mallory@example.org")));
        assertThatThrownBy(() -> identity("192.0.2.1", "P-Asserted-Identity: <sip:bob@"))
                .as("never the peer's own rights instead")
                .isInstanceOf(BadRequestException.class);
    }

    @Test
    void aFromThatIsNoAddressIsRefused() throws Exception {
        SIPRequest request = request("sip:alice@example.org", "<http://alice@example.org>");
        assertThatThrownBy(() -> RequestReader.from(request)).isInstanceOf(BadRequestException.class);
    }
}
