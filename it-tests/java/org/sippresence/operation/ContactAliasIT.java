package org.sippresence.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sippresence.sipclient.AnswerRule;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.SipEndpoint;
import org.sippresence.sipclient.SipMessage;
import org.sippresence.sipclient.TestHeaders;
import org.sippresence.sipclient.TestRegistrant;
import org.sippresence.sipclient.Transport;
import org.sippresence.sipclient.WatcherDialog;

/** The parameter alias that Kamailio's edge proxies add to a Contact. */
class ContactAliasIT extends DeployedServerTest {

    private static final String EDGE = "127.0.0.2";

    /** An address without a listener. */
    private static final String PHONE = "sip:bob@127.0.0.9:9";

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war("trusted_peers=" + EDGE);
    }

    private static String alias(SipEndpoint where, Transport transport) {
        String host = where.hostPort().substring(0, where.hostPort().lastIndexOf(':'));
        return ";alias=" + host + '~' + where.port() + '~' + (transport == Transport.TCP ? 2 : 1);
    }

    private static WatcherDialog watcher(Scene scene, SipEndpoint edge, String presentity, String contact) {
        WatcherDialog watcher = new WatcherDialog(edge, scene.target(), scene.user("bob"), presentity);
        return watcher.contact('<' + contact + '>');
    }

    @OverUdpAndTcp
    void notifiesGoToTheAliasOfATrustedPeerAndTheRequestUriIsWithoutIt(Scene scene) {
        try (SipEndpoint edge = SipEndpoint.open(EDGE)) {
            String alice = scene.user("alice");
            WatcherDialog watcher = watcher(scene, edge, alice, PHONE + alias(edge, scene.transport()) + ";ob");
            assertThat(watcher.subscribe(300).status()).isEqualTo(200);
            SipMessage first = watcher.next().message();
            assertThat(first.requestUri()).isEqualTo(PHONE + ";ob");
            assertThat(first.all("Route")).isEmpty();
            assertThat(first.required("Via")).contains("SIP/2.0/" + scene.transport());
            scene.publish(alice, "published");
            assertThat(watcher.next().text()).contains("published");
            assertThat(watcher.violations()).isEmpty();
        }
    }

    @OverUdpAndTcp
    void aRefreshMovesTheAlias(Scene scene) {
        try (SipEndpoint edge = SipEndpoint.open(EDGE);
                SipEndpoint moved = SipEndpoint.open(EDGE)) {
            WatcherDialog watcher = watcher(scene, edge, scene.user("alice"), PHONE + alias(edge, scene.transport()));
            assertThat(watcher.subscribe(300).status()).isEqualTo(200);
            watcher.next();
            edge.forget(watcher.localTag());
            watcher.listenAt(moved).contact('<' + PHONE + alias(moved, scene.transport()) + '>');
            assertThat(watcher.subscribe(300).status()).isEqualTo(200);
            assertThat(watcher.next().message().requestUri()).isEqualTo(PHONE);
        }
    }

    @OverUdpAndTcp
    void theAliasOfAnyoneElseIsAParameterThatNobodyKnows(Scene scene) throws InterruptedException {
        try (SipEndpoint victim = SipEndpoint.open(EDGE)) {
            BlockingQueue<SipMessage> hit = new LinkedBlockingQueue<>();
            WatcherDialog watcher = scene.watcher(scene.user("alice"));
            victim.register(watcher.localTag(), (request, order) -> {
                hit.add(request);
                return AnswerRule.ok();
            });
            String contact =
                    TestHeaders.uri(scene.endpoint().contact(scene.transport())) + alias(victim, scene.transport());
            assertThat(watcher.contact('<' + contact + '>').subscribe(300).status())
                    .isEqualTo(200);
            assertThat(watcher.next().message().requestUri()).isEqualTo(contact);
            assertThat(hit.poll(300, TimeUnit.MILLISECONDS)).isNull();
            watcher.contact("<" + TestHeaders.uri(scene.endpoint().contact(scene.transport())) + ";alias=nonsense>");
            assertThat(watcher.subscribe(300).status()).isEqualTo(200);
            assertThat(watcher.next().message().requestUri()).endsWith(";alias=nonsense");
        }
    }

    /** The proxy itself is in the route set, and reads the alias where it wrote it. */
    @OverUdpAndTcp
    void withARouteTheRequestUriKeepsTheAlias(Scene scene) {
        try (SipEndpoint edge = SipEndpoint.open(EDGE)) {
            String contact = PHONE + ";alias=192.0.2.1~5060~5";
            WatcherDialog watcher = watcher(scene, edge, scene.user("alice"), contact);
            String route = TestHeaders.uri(edge.contact(scene.transport())) + ";lr";
            assertThat(watcher.subscribe(300, request -> request.with("Record-Route", '<' + route + '>'))
                            .status())
                    .isEqualTo(200);
            SipMessage notify = watcher.next().message();
            assertThat(notify.requestUri()).isEqualTo(contact);
            assertThat(notify.all("Route").stream().map(TestHeaders::uri)).containsExactly(route);
            assertThat(watcher.subscribe(300).status())
                    .as("a refresh without Record-Route")
                    .isEqualTo(200);
            assertThat(watcher.next().message().requestUri()).isEqualTo(contact);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1~5060, Bad alias in Contact",
        "edge.example.org~5060~1, Bad alias in Contact",
        "192.0.2.1~5060~5, Unsupported transport of alias in Contact",
    })
    void anAliasOfATrustedPeerThatCannotBeUsedIsRefused(String alias, String why) {
        try (Scene scene = scene(Transport.UDP);
                SipEndpoint edge = SipEndpoint.open(EDGE)) {
            WatcherDialog watcher = watcher(scene, edge, scene.user("alice"), PHONE + ";alias=" + alias);
            SipMessage answer = watcher.subscribe(300);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.startLine()).endsWith(why);
        }
    }

    @Test
    void anAliasThatIsTheServerItselfIsRefused(Scene scene) {
        try (SipEndpoint edge = SipEndpoint.open(EDGE)) {
            String ourselves = ";alias=127.0.0.1~" + scene.target().address().getPort() + "~1";
            assertThat(watcher(scene, edge, scene.user("alice"), PHONE + ourselves)
                            .subscribe(300)
                            .status())
                    .isEqualTo(400);
        }
    }

    @OverUdpAndTcp
    void messagesGoToTheAliasOfARegisteredContact(Scene scene) throws InterruptedException {
        try (SipEndpoint edge = SipEndpoint.open(EDGE)) {
            BlockingQueue<SipMessage> received = new LinkedBlockingQueue<>();
            edge.receive((request, order) -> {
                received.add(request);
                return AnswerRule.ok();
            });
            String alice = scene.user("alice");
            String contact = PHONE + alias(edge, scene.transport());
            SipMessage registered = new TestRegistrant(edge, scene.target(), alice).register('<' + contact + '>');
            assertThat(registered.all("Contact").stream().map(TestHeaders::uri)).containsExactly(contact);
            SipMessage message = SipMessage.request("MESSAGE", scene.user("bob"), alice)
                    .withBody("text/plain", "Watson, come here.");
            assertThat(scene.endpoint().call(message, scene.target()).status()).isEqualTo(200);
            SipMessage relayed = received.poll(Duration.ofSeconds(5).toMillis(), TimeUnit.MILLISECONDS);
            assertThat(relayed.requestUri()).isEqualTo(PHONE);
            assertThat(relayed.all("Route")).isEmpty();
        }
    }
}
