package org.sippresence.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sippresence.sipclient.AnswerRule;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.SipEndpoint;
import org.sippresence.sipclient.SipMessage;
import org.sippresence.sipclient.TestHeaders;
import org.sippresence.sipclient.Transport;

/** Relaying MESSAGE to registered contacts: SER's script, and the requirements of RFC 3261 section 16 on a proxy. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class MessageRelayIT extends DeployedServerTest {

    private static final String TEXT = "Watson, come here.";

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war("max_contacts=20");
    }

    /** A phone that answers messages in one way. */
    private static final class Phone implements AutoCloseable {

        private final SipEndpoint endpoint = SipEndpoint.open();
        private final BlockingQueue<SipMessage> received = new LinkedBlockingQueue<>();

        Phone(AnswerRule rule) {
            endpoint.receive((request, order) -> {
                received.add(request);
                return rule;
            });
        }

        String uri(String user, Transport transport) {
            return "sip:" + user + '@' + endpoint.hostPort() + (transport == Transport.UDP ? "" : ";transport=tcp");
        }

        SipMessage next() {
            Optional<SipMessage> message = poll(Duration.ofSeconds(10));
            assertThat(message).isPresent();
            return message.orElseThrow();
        }

        Optional<SipMessage> poll(Duration patience) {
            try {
                return Optional.ofNullable(received.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            endpoint.close();
        }
    }

    private static SipMessage message(String from, String to) {
        return SipMessage.request("MESSAGE", from, to).withBody("text/plain", TEXT);
    }

    private static SipMessage send(Scene scene, SipMessage message) {
        return scene.endpoint().call(message, scene.target());
    }

    private static SipMessage send(Scene scene, String from, String to) {
        return send(scene, message(from, to));
    }

    private static void register(Scene scene, String user, String... contacts) {
        SipMessage answer = scene.registrant(user).register(contacts);
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    }

    private void block(String owner, String sender) {
        String rules = "<cp:ruleset xmlns:cp='urn:ietf:params:xml:ns:common-policy' xmlns='urn:iptel:xml:ns:im-rules'>"
                + "<cp:rule id='enemies'><cp:conditions><cp:identity><cp:one id='" + sender
                + "'/></cp:identity></cp:conditions>"
                + "<cp:actions><im-handling>block</im-handling></cp:actions></cp:rule></cp:ruleset>";
        assertThat(admin().put("/xcap/im-rules/users/" + owner + "/im-rules.xml", "application/auth-policy+xml", rules)
                        .statusCode())
                .isEqualTo(201);
    }

    @OverUdpAndTcp
    void theScriptOfSerIsFollowedToTheEnd(Scene scene) {
        try (Phone desk = new Phone(AnswerRule.status(486));
                Phone mobile = new Phone(AnswerRule.ok())) {
            String alice = scene.user("alice");
            String bob = scene.user("bob");
            assertThat(send(scene, bob, alice).status())
                    .as("nobody is registered")
                    .isEqualTo(404);
            register(
                    scene,
                    alice,
                    '<' + desk.uri("desk", scene.transport()) + '>',
                    '<' + mobile.uri("mobile", scene.transport()) + '>');
            SipMessage sent = message(bob, alice);
            SipMessage answer = send(scene, sent);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.all("Via")).hasSize(1);
            SipMessage got = mobile.next();
            assertThat(got.text()).isEqualTo(TEXT);
            assertThat(got.requestUri()).isEqualTo(mobile.uri("mobile", scene.transport()));
            assertThat(got.required("Max-Forwards")).isEqualTo("69");
            assertThat(got.required("To")).isEqualTo('<' + alice + '>');
            assertThat(got.required("Call-ID")).isEqualTo(sent.required("Call-ID"));
            assertThat(got.all("Via")).hasSize(2);
            assertThat(got.has("Record-Route")).isFalse();
            assertThat(desk.next().text()).isEqualTo(TEXT);
            block(alice, bob);
            assertThat(send(scene, bob, alice).status()).isEqualTo(403);
            assertThat(send(scene, scene.user("carol"), alice).status()).isEqualTo(200);
        }
    }

    @Test
    void theBestOfBadAnswersComesBack(Scene scene) {
        try (Phone busy = new Phone(AnswerRule.status(486));
                Phone broken = new Phone(AnswerRule.status(500))) {
            String alice = scene.user("alice");
            register(
                    scene, alice, '<' + broken.uri("a", Transport.UDP) + '>', '<' + busy.uri("b", Transport.UDP) + '>');
            assertThat(send(scene, scene.user("bob"), alice).status()).isEqualTo(486);
        }
    }

    @Test
    void aGoodAnswerDoesNotWaitForADeadPhone(Scene scene) {
        try (Phone dead = new Phone(AnswerRule.never());
                Phone alive = new Phone(AnswerRule.ok())) {
            String alice = scene.user("alice");
            register(scene, alice, '<' + dead.uri("a", Transport.UDP) + '>', '<' + alive.uri("b", Transport.UDP) + '>');
            long before = System.nanoTime();
            assertThat(send(scene, scene.user("bob"), alice).status()).isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void lessPreferredContactsAreTriedOnlyWhenTheOthersFail(Scene scene) {
        try (Phone desk = new Phone(AnswerRule.status(480));
                Phone mobile = new Phone(AnswerRule.ok());
                Phone tablet = new Phone(AnswerRule.ok())) {
            String alice = scene.user("alice");
            register(
                    scene,
                    alice,
                    '<' + tablet.uri("tablet", Transport.UDP) + ">;q=0.1",
                    '<' + mobile.uri("mobile", Transport.UDP) + ">;q=0.5",
                    '<' + desk.uri("desk", Transport.UDP) + ">;q=0.9");
            assertThat(send(scene, scene.user("bob"), alice).status()).isEqualTo(200);
            assertThat(desk.next().text()).isEqualTo(TEXT);
            assertThat(mobile.next().text()).isEqualTo(TEXT);
            assertThat(tablet.poll(Duration.ofMillis(300))).isEmpty();
        }
    }

    @Test
    void aGlobalFailureEndsTheSearch(Scene scene) {
        try (Phone desk = new Phone(AnswerRule.status(603));
                Phone mobile = new Phone(AnswerRule.ok())) {
            String alice = scene.user("alice");
            register(
                    scene,
                    alice,
                    '<' + desk.uri("desk", Transport.UDP) + ">;q=0.9",
                    '<' + mobile.uri("mobile", Transport.UDP) + ">;q=0.5");
            assertThat(send(scene, scene.user("bob"), alice).status()).isEqualTo(603);
            assertThat(mobile.poll(Duration.ofMillis(300))).isEmpty();
        }
    }

    @Test
    void thePathOfAContactIsItsRoute(Scene scene) {
        try (Phone edge = new Phone(AnswerRule.ok())) {
            String alice = scene.user("alice");
            String path = "<sip:" + edge.endpoint.hostPort() + ";lr>";
            SipMessage answer = scene.registrant(alice)
                    .send(request -> request.with("Contact", "<sip:alice@192.0.2.7:5090>")
                            .with("Supported", "path")
                            .with("Path", path));
            assertThat(answer.status()).as("%s", answer).isEqualTo(200);
            assertThat(send(scene, scene.user("bob"), alice).status()).isEqualTo(200);
            SipMessage got = edge.next();
            assertThat(got.requestUri()).isEqualTo("sip:alice@192.0.2.7:5090");
            assertThat(TestHeaders.uri(got.required("Route"))).isEqualTo("sip:" + edge.endpoint.hostPort() + ";lr");
        }
    }

    @Test
    void routesLeadToContactsOnly(Scene scene) {
        try (Phone phone = new Phone(AnswerRule.ok());
                Phone stranger = new Phone(AnswerRule.ok())) {
            String alice = scene.user("alice");
            register(scene, alice, '<' + phone.uri("a", Transport.UDP) + '>');
            String here = "<sip:" + server().sip().getAddress().getHostAddress() + ':'
                    + server().sip().getPort() + ";lr>";
            SipMessage answer = send(scene, message(scene.user("bob"), alice).with("Route", here));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(phone.next().has("Route")).isFalse();
            SipMessage second = message(scene.user("bob"), alice)
                    .with("Route", here)
                    .with("Route", "<sip:" + stranger.endpoint.hostPort() + ";lr>");
            assertThat(send(scene, second).status()).isBetween(200, 499);
            assertThat(stranger.received).isEmpty();
        }
    }

    @Test
    void aMessageThatMayNotGoOnIsRefused(Scene scene) {
        try (Phone phone = new Phone(AnswerRule.ok())) {
            String alice = scene.user("alice");
            register(scene, alice, '<' + phone.uri("a", Transport.UDP) + '>');
            SipMessage tired = message(scene.user("bob"), alice).replacing("Max-Forwards", "0");
            assertThat(send(scene, tired).status()).isEqualTo(483);
            assertThat(send(scene, message(scene.user("bob"), alice).replacing("Max-Forwards", "1"))
                            .status())
                    .isEqualTo(200);
            assertThat(phone.received).hasSize(1);
        }
    }

    @Test
    void aCircleIsFound(Scene scene) {
        String alice = scene.user("alice");
        String host = server().sip().getAddress().getHostAddress();
        String back = alice + ':' + server().sip().getPort() + ";maddr=" + host;
        register(scene, alice, '<' + back + ";x=1>", '<' + back + ";x=2>");
        assertThat(send(scene, scene.user("bob"), alice).status()).isEqualTo(482);
    }

    @Test
    void whatAPhoneIsToUnderstandIsNoneOfOurBusiness(Scene scene) {
        try (Phone phone = new Phone(AnswerRule.ok())) {
            String alice = scene.user("alice");
            register(scene, alice, '<' + phone.uri("a", Transport.UDP) + '>');
            SipMessage answer = send(
                    scene,
                    message(scene.user("bob"), alice).with("Require", "x").with("X-Thing", "1"));
            assertThat(answer.status()).isEqualTo(200);
            SipMessage got = phone.next();
            assertThat(got.required("Require")).isEqualTo("x");
            assertThat(got.required("X-Thing")).isEqualTo("1");
        }
    }

    @Test
    void manyMessagesAtOnceAllArrive(Scene scene) {
        try (Phone busy = new Phone(AnswerRule.status(486));
                Phone phone = new Phone(AnswerRule.ok())) {
            String alice = scene.user("alice");
            register(scene, alice, '<' + busy.uri("a", Transport.UDP) + '>', '<' + phone.uri("b", Transport.UDP) + '>');
            List<CompletableFuture<SipMessage>> answers = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                SipMessage each = message(scene.user("bob"), alice)
                        .withFirst("Via", scene.endpoint().via(Transport.UDP));
                answers.add(scene.endpoint().send(each, scene.target()));
            }
            assertThat(answers)
                    .allSatisfy(
                            each -> assertThat(SipEndpoint.await(each).status()).isEqualTo(200));
            assertThat(phone.received).hasSizeGreaterThanOrEqualTo(300);
        }
    }
}
