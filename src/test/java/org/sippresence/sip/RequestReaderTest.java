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
import org.sippresence.model.Aor;
import org.sippresence.settings.Settings;
import org.sippresence.sip.SipServices.Configuration;
import org.sippresence.sip.message.BadRequestException;

final class RequestReaderTest {

    private static final Settings SETTINGS = Settings.of(Map.of());

    private static RequestReader reader(String requestUri, String from) throws ParseException {
        String text = "PUBLISH " + requestUri + " SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\n"
                + "From: " + from + ";tag=1\r\nTo: <sip:alice@example.org>\r\nCall-ID: 1\r\nCSeq: 1 PUBLISH\r\n"
                + "Max-Forwards: 70\r\nContent-Length: 0\r\n\r\n";
        return new RequestReader(
                (SIPRequest) new MessageFactoryImpl().createRequest(text),
                new Configuration(SETTINGS.sip(), SETTINGS.trustedPeers(), 1));
    }

    @Test
    void aFromThatReadsAsTheRequestUriIsNotParsedAgain() throws Exception {
        RequestReader reader = reader("sip:alice@example.org", "\"Alice\" <sip:alice@example.org>");
        assertThat(reader.from()).as("before the Request-URI is read").isEqualTo(new Aor("sip:alice@example.org"));
        Aor target = reader.presentity();
        assertThat(reader.from()).isSameAs(target);
    }

    @ParameterizedTest
    @CsvSource({
        "sip:alice@example.org, <sip:alice@EXAMPLE.org.>, sip:alice@example.org",
        "sip:alice@example.org, <sip:%61lice@example.org:5070;x=1>, sip:alice@example.org",
        "sip:alice@example.org;x=1, <sip:alice@example.org>, sip:alice@example.org",
        "sip:alice@example.org, <sip:Alice@example.org>, sip:Alice@example.org",
        "sip:alice@example.org, <sips:alice@example.org>, sips:alice@example.org",
        "sip:alice@example.org, <sip:mallory@example.org>, sip:mallory@example.org",
    })
    void anyOtherTextIsReadAsItStands(String requestUri, String from, String identity) throws Exception {
        RequestReader reader = reader(requestUri, from);
        assertThat(reader.presentity()).isEqualTo(new Aor("sip:alice@example.org"));
        assertThat(reader.from()).isEqualTo(new Aor(identity));
    }

    @Test
    void aFromThatIsNoAddressIsRefusedBesideAGoodRequestUri() throws Exception {
        RequestReader reader = reader("sip:alice@example.org", "<http://alice@example.org>");
        reader.presentity();
        assertThatThrownBy(reader::from).isInstanceOf(BadRequestException.class);
    }
}
