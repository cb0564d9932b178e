package org.sippresence.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.sippresence.sipclient.AnswerRule;
import org.sippresence.sipclient.DigestParameters;
import org.sippresence.sipclient.DigestUser;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.SipEndpoint;
import org.sippresence.sipclient.SipMessage;
import org.sippresence.sipclient.TestPidf;
import org.sippresence.sipclient.TestRegistrant;

/** The next nonce of RFC 7616 section 3.5 on each path of requests: a client that takes it is not challenged again. */
abstract class NextNonceContract extends DeployedServerTest {

    private static final String PASSWORD = "open sesame";

    /** Short, so that a test sees the second half of it. */
    static final String LIFETIME = "nonce_expire=6";

    private DigestUser account(Scene scene, String user) {
        assertThat(admin().put("/api/v1/subscribers/" + user, "{\"password\":\"" + PASSWORD + "\"}")
                        .statusCode())
                .isEqualTo(204);
        return scene.authenticating(user, PASSWORD);
    }

    private static SipMessage publish(String user) {
        return SipMessage.request("PUBLISH", user, user)
                .with("Event", "presence")
                .withBody("application/pidf+xml", TestPidf.open(user, "here"));
    }

    /** The headers of credentials and of the next nonce. */
    private record Headers(String credentials, String info) {}

    @OverUdpAndTcp
    void aPublisherTakesItFromAuthenticationInfo(Scene scene) {
        String alice = scene.user("alice");
        DigestUser digest = account(scene, alice);
        Headers headers = new Headers("Authorization", "Authentication-Info");
        assertFollowed(scene, digest, () -> publish(alice), headers);
    }

    @OverUdpAndTcp
    void aSenderOfARelayedMessageTakesItFromProxyAuthenticationInfo(Scene scene) {
        String alice = scene.user("alice");
        String bob = scene.user("bob");
        DigestUser digest = account(scene, alice);
        DigestUser recipient = account(scene, bob);
        try (SipEndpoint phone = SipEndpoint.open()) {
            phone.receive((request, order) -> AnswerRule.ok());
            assertThat(new TestRegistrant(phone, scene.target(), bob)
                            .authenticating(recipient)
                            .register("<sip:bob@" + phone.hostPort() + ">")
                            .status())
                    .isEqualTo(200);
            assertFollowed(
                    scene,
                    digest,
                    () -> SipMessage.request("MESSAGE", alice, bob).withBody("text/plain", "hello"),
                    new Headers("Proxy-Authorization", "Proxy-Authentication-Info"));
        }
    }

    /** Repeats the request until a response has a next nonce; the request after it is accepted at once with that nonce. */
    private static void assertFollowed(Scene scene, DigestUser digest, Supplier<SipMessage> requests, Headers headers) {
        SipMessage informed = Awaitility.await("a response with " + headers.info)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .until(
                        () -> digest.call(scene.endpoint(), requests.get(), scene.target()),
                        each -> each.has(headers.info));
        assertThat(informed.status()).isEqualTo(200);
        DigestParameters next = DigestParameters.parse(informed.required(headers.info));
        assertThat(next.values()).containsOnlyKeys("nextnonce");
        SipMessage request = digest.credentials(requests.get());
        assertThat(DigestParameters.parse(request.required(headers.credentials)).get("nonce"))
                .isEqualTo(next.get("nextnonce"));
        SipMessage response = scene.endpoint().call(request, scene.target());
        assertThat(response.status()).isEqualTo(200);
    }
}
