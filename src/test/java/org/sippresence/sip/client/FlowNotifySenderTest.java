package org.sippresence.sip.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.hook.TestConnections;
import org.sippresence.model.Dialog;
import org.sippresence.model.Flow;
import org.sippresence.notification.Notify;
import org.sippresence.notification.NotifySender.Answer;

final class FlowNotifySenderTest {

    private static final Optional<InetSocketAddress> SOURCE =
            Optional.of(new InetSocketAddress("198.51.100.7", 40_213));

    private final TestConnections.Recorded connection = TestConnections.open();
    private final List<Notify> passed = new CopyOnWriteArrayList<>();
    private final List<Answer> answers = new CopyOnWriteArrayList<>();
    private final FlowNotifySender sender =
            new FlowNotifySender((notify, answer) -> passed.add(notify), Duration.ofMillis(50));

    @AfterEach
    void close() {
        sender.close();
        connection.close();
    }

    private static Notify notify(String contact, Flow flow, String... routes) {
        Dialog dialog = Notifies.dialog("call", contact, "sip:192.0.2.9:5060", routes);
        return Notifies.notify(dialog.refreshed(dialog.target(), flow, 2), "active", "<presence/>");
    }

    private Flow tcp() {
        return new Flow("tcp", "192.0.2.9:5060", SOURCE, connection.number());
    }

    private void send(Notify notify) {
        sender.send(notify, answers::add);
    }

    private String sent() {
        assertThat(connection.sent()).hasSize(1);
        return new String(connection.sent().get(0), StandardCharsets.UTF_8);
    }

    private static String answer(String notify, String startLine) {
        return startLine + "\r\n"
                + notify.substring(notify.indexOf("Via:"), notify.indexOf("Contact:"))
                + "Content-Length: 0\r\n\r\n";
    }

    @Test
    void whatAPeerLeavesNoRoomForIsNotSentAndTheFlowStays() {
        connection.fill();
        send(notify("sip:bob@192.0.2.1:9;transport=tcp", tcp()));
        assertThat(passed).isEmpty();
        assertThat(answers).singleElement().isInstanceOf(Answer.Unreachable.class);
        assertThat(sender.inFlight()).isZero();
    }

    @Test
    void whileTheConnectionIsOpenItIsSentOverIt() {
        send(notify("sip:bob@192.0.2.1:9;transport=tcp", tcp()));
        assertThat(passed).isEmpty();
        assertThat(sent())
                .startsWith("NOTIFY sip:bob@192.0.2.1:9;transport=tcp SIP/2.0\r\n"
                        + "Via: SIP/2.0/TCP 192.0.2.9:5060;branch=z9hG4bK")
                .endsWith("<presence/>");
        assertThat(sender.inFlight()).isEqualTo(1);
        assertThat(connection.receive(answer(sent(), "SIP/2.0 100 Trying"))).isTrue();
        assertThat(answers).isEmpty();
        assertThat(connection.receive(answer(sent(), "SIP/2.0 200 OK"))).isTrue();
        assertThat(answers).containsExactly(new Answer.Response(200, -1));
        assertThat(sender.inFlight()).isZero();
        assertThat(connection.receive(answer(sent(), "SIP/2.0 200 OK")))
                .as("once more")
                .isFalse();
    }

    @Test
    void aResponseCountsOnlyOnItsOwnConnection() {
        send(notify("sip:bob@192.0.2.1:9", tcp()));
        try (TestConnections.Recorded other = TestConnections.open()) {
            assertThat(other.receive(answer(sent(), "SIP/2.0 481 Gone"))).isFalse();
        }
        assertThat(connection.receive("SIP/2.0 200 OK\r\nVia: SIP/2.0/TCP h;branch=z9hG4bKother\r\n\r\n"))
                .isFalse();
        assertThat(connection.receive("PUBLISH sip:a@b SIP/2.0\r\n\r\n")).isFalse();
        assertThat(answers).isEmpty();
    }

    @Test
    void withoutAResponseItTimesOut() {
        send(notify("sip:bob@192.0.2.1:9", tcp()));
        await().until(() -> !answers.isEmpty());
        assertThat(answers).containsExactly(new Answer.Timeout());
        assertThat(sender.inFlight()).isZero();
    }

    @Test
    void ifTheConnectionEndsBeforeTheResponseItIsSentToTheContact() {
        send(notify("sip:bob@192.0.2.1:9", tcp()));
        connection.close();
        await().until(() -> !passed.isEmpty());
        assertThat(passed.get(0).dialog().nextHop()).isEqualTo("sip:bob@192.0.2.1:9");
        assertThat(answers).isEmpty();
    }

    @Test
    void afterItsEndTheContactIsTheNextHop() {
        connection.close();
        send(notify("sip:bob@192.0.2.1:9", tcp()));
        assertThat(passed.get(0).dialog().nextHop()).isEqualTo("sip:bob@192.0.2.1:9");
    }

    @Test
    void anotherConnectionBetweenTheSameAddressesIsNotTaken() {
        Flow earlier = new Flow("tcp", "192.0.2.9:5060", SOURCE, connection.number() + 1);
        send(notify("sip:bob@192.0.2.1:9", earlier));
        assertThat(passed.get(0).dialog().nextHop()).isEqualTo("sip:bob@192.0.2.1:9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sip:bob@10.0.0.9", "sip:bob@3q0c8.invalid;transport=ws", "sip:bob@localhost"})
    void afterItsEndAContactThatCannotBeReachedWaitsForASubscribe(String contact) {
        connection.close();
        send(notify(contact, tcp()));
        assertThat(passed).isEmpty();
        assertThat(answers).containsExactly(new Answer.FlowEnded());
    }

    @Test
    void othersAreNotItsBusiness() {
        connection.close();
        send(notify("sip:bob@10.0.0.9", new Flow("udp", "", SOURCE, 0)));
        send(notify("sip:bob@10.0.0.9", Flow.of("udp")));
        send(notify("sip:bob@10.0.0.9", tcp(), "sip:edge;lr"));
        assertThat(passed)
                .extracting(each -> each.dialog().nextHop())
                .containsExactly("sip:198.51.100.7:40213", "sip:bob@10.0.0.9", "sip:edge;lr");
    }
}
