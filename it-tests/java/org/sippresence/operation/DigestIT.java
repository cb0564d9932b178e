package org.sippresence.operation;

import static org.assertj.core.api.Assertions.assertThat;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.SipEndpoint;
import org.sippresence.sipclient.SipMessage;
import org.sippresence.sipclient.Transport;

/** SIP Digest with default settings: requests by the fast path. */
class DigestIT extends DigestContract {

    private static final int REFUSED = 50;

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war(settings());
    }

    /** Whoever has no password cannot fill the memory for transactions. */
    @ParameterizedTest
    @CsvSource({"sip:alice@example.org, 400", "sip:alice@example.com, 403", "sip:anonymous@anonymous.invalid, 404"})
    void aRequestThatIsRefusedBeforeItsCredentialsAreCheckedIsNotKept(String from, int status) {
        try (Scene scene = scene(Transport.UDP)) {
            double before = admin().metric("presence_request_transactions");
            for (int i = 0; i < REFUSED; i++) {
                SipMessage request = SipMessage.request("MESSAGE", from, "sip:alice@example.com")
                        .with("Proxy-Authorization", "Digest username=\"x\"");
                assertThat(scene.endpoint().call(request, scene.target()).status())
                        .isEqualTo(status);
            }
            assertThat(admin().metric("presence_request_transactions")).isLessThan(before + REFUSED);
        }
    }

    /** RFC 3261 section 8.2.7. */
    @Test
    void aChallengeIsNotKeptButItsTagIsTheSameForARetransmission(Scene scene) {
        SipMessage request = scene.publisher(scene.user("alice"))
                .request(60)
                .withFirst("Via", scene.endpoint().via(Transport.UDP));
        SipMessage first = SipEndpoint.await(scene.endpoint().send(request, scene.target()));
        SipMessage again = SipEndpoint.await(scene.endpoint().send(request, scene.target()));
        assertThat(first.status()).isEqualTo(401);
        assertThat(again.status()).isEqualTo(401);
        assertThat(again.toTag()).isPresent().isEqualTo(first.toTag());
        assertThat(again.required("WWW-Authenticate")).isNotEqualTo(first.required("WWW-Authenticate"));
    }
}
