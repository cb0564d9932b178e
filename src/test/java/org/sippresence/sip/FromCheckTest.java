package org.sippresence.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gov.nist.javax.sip.message.SIPRequest;
import java.text.ParseException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.model.Aor;
import org.sippresence.sip.message.BadRequestException;
import org.sippresence.sip.message.Headers;
import org.sippresence.testkit.SipRequests;

final class FromCheckTest {

    private static final Aor BOB = new Aor("sip:bob@example.org");

    private static SIPRequest from(String uri) throws ParseException {
        SIPRequest request = SipRequests.message("192.0.2.1");
        request.setFrom(Headers.FACTORY.createFromHeader(Headers.address(uri), "1"));
        return request;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sip:bob@example.org",
                "sips:bob@example.org",
                "sip:%62ob@EXAMPLE.ORG:5070;transport=tcp",
                "sip:anonymous@anonymous.invalid",
                "sips:anonymous@Anonymous.Invalid",
            })
    void theUserAndAnonymousAreAllowed(String uri) throws Exception {
        SIPRequest request = from(uri);
        FromCheck.check(request, BOB);
        assertThat(request.getFrom()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sip:mallory@example.org",
                "sip:Bob@example.org",
                "sip:bob@example.net",
                "sip:example.org",
                "sip:anonymous@example.org",
                "sip:bob@anonymous.invalid",
                "tel:+15551234",
                "http://bob@example.org",
            })
    void everyOtherFromIsRefused(String uri) throws Exception {
        SIPRequest request = from(uri);
        assertThatThrownBy(() -> FromCheck.check(request, BOB))
                .isInstanceOf(BadRequestException.class)
                .hasMessage("From is not the authenticated user")
                .satisfies(refused -> assertThat(
                                ((BadRequestException) refused).rejection().status())
                        .isEqualTo(403));
    }
}
