package org.sippresence.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sippresence.sipclient.AnswerRule;
import org.sippresence.sipclient.Notification;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.SipEndpoint;
import org.sippresence.sipclient.SipMessage;
import org.sippresence.sipclient.Transport;
import org.sippresence.sipclient.WatcherDialog;

/** A client names the address of a third party, in the Contact of many SUBSCRIBEs or of a REGISTER. */
class AmplificationIT extends DeployedServerTest {

    private static final int DIALOGS = 20;
    private static final int SUBSCRIBE_AT_LEAST = 300;

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war("sip_bind=" + OwnAddress.get().orElse("127.0.0.1"), "allow_unauthenticated=1");
    }

    @BeforeEach
    void requireAddress() {
        assumeTrue(OwnAddress.get().isPresent(), "this machine has no address but the loopback, which is exempt");
    }

    @Test
    void aThirdPartyHearsLittleUntilItAnswersAndThenEverything(Scene scene) {
        try (SipEndpoint victim = SipEndpoint.open(OwnAddress.get().orElseThrow())) {
            assertHearsLittle(
                    scene,
                    victim,
                    alice -> scene.watcher(alice)
                            .contact(victim.contact(Transport.UDP))
                            .listenAt(victim));
        }
    }

    static void assertHearsLittle(Scene scene, SipEndpoint victim, Function<String, WatcherDialog> watching) {
        String alice = scene.user("alice");
        String note = "large ".repeat(500);
        assertThat(scene.publish(alice, note).status()).isEqualTo(200);
        List<WatcherDialog> watchers = new ArrayList<>();
        for (int i = 0; i < DIALOGS; i++) {
            WatcherDialog watcher = watching.apply(alice).answering(AnswerRule.never());
            assertThat(watcher.subscribe(300).status()).isEqualTo(200);
            watchers.add(watcher);
        }
        // at 0, 0.5, 1.5 and 3.5 s; the next one follows at 7.5 s
        await().pollDelay(Duration.ofSeconds(6)).until(() -> victim.retransmissionsSeen() >= 3);
        assertThat(victim.retransmissionsSeen()).isEqualTo(3);
        List<SipMessage> heard = watchers.stream()
                .flatMap(each -> each.history().stream())
                .map(Notification::message)
                .toList();
        assertThat(heard)
                .singleElement()
                .satisfies(each -> assertThat(each.bytes().length).isLessThan(3 * SUBSCRIBE_AT_LEAST));
        watchers.forEach(each -> each.answering(AnswerRule.ok()));
        victim.sendRaw(SipMessage.response(heard.get(0), 200, "").bytes(), scene.target());
        assertThat(watchers).allSatisfy(each -> each.awaitLast(note, Duration.ofSeconds(12)));
    }

    @Test
    void aThirdPartyHearsOneOfTheMessagesToItsManyContacts(Scene scene) {
        try (SipEndpoint victim = SipEndpoint.open(OwnAddress.get().orElseThrow())) {
            AtomicInteger messages = new AtomicInteger();
            victim.receive((message, order) -> {
                messages.incrementAndGet();
                return AnswerRule.never();
            });
            String alice = scene.user("alice");
            String[] contacts = IntStream.range(0, DIALOGS)
                    .mapToObj(i -> "<sip:victim" + i + '@' + victim.hostPort() + '>')
                    .toArray(String[]::new);
            assertThat(scene.registrant(alice).register(contacts).status()).isEqualTo(200);
            scene.endpoint()
                    .call(
                            SipMessage.request("MESSAGE", alice, alice).withBody("text/plain", "Watson, come here."),
                            scene.target());
            // two of them within the 10 s that the message waits
            assertThat(messages.get() + victim.retransmissionsSeen()).isBetween(4, 8);
        }
    }
}
