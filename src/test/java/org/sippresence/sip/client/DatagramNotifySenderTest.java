package org.sippresence.sip.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sippresence.testkit.UdpSockets.text;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.sippresence.authentication.Challenge;
import org.sippresence.authentication.DigestClient;
import org.sippresence.hook.SharedSocketNetworkLayer;
import org.sippresence.model.Dialog;
import org.sippresence.model.Hashes;
import org.sippresence.notification.Notify;
import org.sippresence.notification.NotifySender;
import org.sippresence.notification.NotifySender.Answer;
import org.sippresence.settings.DigestSettings.Algorithm;
import org.sippresence.settings.OutboundCredentials;
import org.sippresence.settings.OutboundCredentials.Scope;
import org.sippresence.testkit.DigestAnswer;
import org.sippresence.testkit.UdpSockets;

final class DatagramNotifySenderTest {

    private static final Duration T1 = Duration.ofMillis(50);
    private static final Pattern VIA = Pattern.compile("Via: (.*)\r\n");

    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    private final BlockingQueue<Notify> general = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> stack = new LinkedBlockingQueue<>();
    private final NotifySender other = (notify, answer) -> general.add(notify);
    private DatagramNotifySender sender;

    @RegisterExtension
    final UdpSockets sockets = new UdpSockets();

    @BeforeEach
    void listen() {
        sender = new DatagramNotifySender(other, Optional.empty(), new DigestClient(List.of()), T1);
        Thread receiver = new Thread(this::receive, "stack");
        receiver.setDaemon(true);
        receiver.start();
    }

    @AfterEach
    void close() {
        sender.close();
    }

    /** As the stack does. */
    private void receive() {
        try {
            while (true) {
                DatagramPacket packet = UdpSockets.receive(sockets.server());
                assertThat(packet.getData()).hasSize(packet.getLength());
                stack.add(new String(packet.getData(), StandardCharsets.UTF_8));
            }
        } catch (IOException e) { // closed
        }
    }

    private Notify notify(String target, String body) {
        Dialog dialog = Notifies.dialog(
                "call@example.org", target, "sip:127.0.0.1:" + sockets.server().getLocalPort());
        return Notifies.notify(dialog, "active;expires=600", body);
    }

    private String phoneUri() {
        return "sip:bob@127.0.0.1:" + sockets.phone().getLocalPort() + ";ob";
    }

    private void send() {
        sender.send(notify(phoneUri(), "<presence>\u00e9</presence>"), answers::add);
    }

    private DatagramPacket hear() throws IOException {
        return UdpSockets.receive(sockets.phone());
    }

    private void answer(DatagramPacket heard, String status, String more) throws IOException {
        Matcher via = VIA.matcher(text(heard));
        assertThat(via.find()).isTrue();
        byte[] data = ("SIP/2.0 " + status + "\r\nVia: " + via.group(1) + "\r\n" + more + "\r\n")
                .getBytes(StandardCharsets.UTF_8);
        sockets.phone().send(new DatagramPacket(data, data.length, heard.getSocketAddress()));
    }

    @Test
    void toWhomNeverAnsweredANotifyIsRepeatedThreeTimesAndALateAnswerCounts() throws Exception {
        sender.close();
        UnprovenTargets unproven = new UnprovenTargets(10, address -> false);
        sender = new DatagramNotifySender(other, Optional.of(unproven), new DigestClient(List.of()), T1);
        send();
        DatagramPacket heard = hear();
        String first = text(heard);
        assertThat(first).contains("Content-Length: 0");
        for (int i = 0; i < 3; i++) {
            assertThat(text(hear())).isEqualTo(first);
        }
        sockets.phone().setSoTimeout((int) T1.multipliedBy(14).toMillis());
        assertThatThrownBy(this::hear).isInstanceOf(SocketTimeoutException.class);
        answer(heard, "200 OK", "");
        assertThat(theAnswer()).isEqualTo(new Answer.Bodyless(new Answer.Response(200, -1)));
        send();
        assertThat(text(hear())).contains("<presence>");
    }

    private Answer theAnswer() throws InterruptedException {
        Answer answer = answers.poll(10, TimeUnit.SECONDS);
        assertThat(answer).as("an answer").isNotNull();
        return answer;
    }

    @Test
    void theMessageHasWhatTheGeneralChannelWouldSend() throws Exception {
        send();
        String message = text(hear());
        assertThat(message.lines())
                .contains(
                        "NOTIFY " + phoneUri() + " SIP/2.0",
                        "Max-Forwards: 70",
                        "From: <sip:alice@example.org>;tag=ours",
                        "To: <sip:bob@example.org>;tag=theirs",
                        "Call-ID: call@example.org",
                        "CSeq: 17 NOTIFY",
                        "Contact: <sip:127.0.0.1:" + sockets.server().getLocalPort() + ">",
                        "Event: presence;id=7",
                        "Subscription-State: active;expires=600",
                        "Content-Type: application/pidf+xml",
                        "Content-Length: 23")
                .anyMatch(line -> line.matches("Via: SIP/2\\.0/UDP 127\\.0\\.0\\.1:"
                        + sockets.server().getLocalPort() + ";branch=z9hG4bK[^;]+;rport"));
        assertThat(message).endsWith("\r\n\r\n<presence>\u00e9</presence>");
    }

    /** Who reads the branch of one NOTIFY must not be able to answer the next one, which may be somebody else's. */
    @Test
    void branchesCannotBePredicted() throws Exception {
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            send();
            DatagramPacket heard = hear();
            Matcher branch =
                    Pattern.compile("branch=z9hG4bK[^;]*?([0-9a-f]{16});").matcher(text(heard));
            assertThat(branch.find()).isTrue();
            ids.add(Long.parseUnsignedLong(branch.group(1), 16));
            answer(heard, "200 OK", "");
            theAnswer();
        }
        for (int i = 1; i < ids.size(); i++) {
            assertThat(Math.abs(ids.get(i) - ids.get(i - 1))).isGreaterThan(1_000_000L);
        }
    }

    @Test
    void itLeavesFromTheAddressOfTheContactAndTheStackNeverSeesTheAnswer() throws Exception {
        send();
        DatagramPacket heard = hear();
        assertThat(heard.getPort()).isEqualTo(sockets.server().getLocalPort());
        answer(heard, "200 OK", "");
        assertThat(theAnswer()).isEqualTo(new Answer.Response(200, -1));
        answer(heard, "200 OK", ""); // a late duplicate
        byte[] request = "OPTIONS sip:a@b SIP/2.0\r\n\r\n".getBytes(StandardCharsets.UTF_8);
        sockets.phone().send(new DatagramPacket(request, request.length, heard.getSocketAddress()));
        assertThat(stack.poll(5, TimeUnit.SECONDS)).startsWith("OPTIONS ");
        assertThat(answers).isEmpty();
    }

    @Test
    void aFailureComesWithItsRetryAfter() throws Exception {
        send();
        answer(hear(), "503 Busy", "Retry-After: 9\r\n");
        assertThat(theAnswer()).isEqualTo(new Answer.Response(503, 9));
    }

    @Test
    void aChallengeIsAnsweredWithAnotherCSeqAndLaterNotifiesNeedNone() throws Exception {
        sender.close();
        OutboundCredentials credentials = new OutboundCredentials(
                "example.org",
                "presence",
                Map.of(Algorithm.SHA_256, Hashes.hash("SHA-256", "presence:example.org:secret")),
                new Scope(Set.of("127.0.0.1"), Set.of("NOTIFY")));
        sender = new DatagramNotifySender(other, Optional.empty(), new DigestClient(List.of(credentials)), T1);
        String challenge = "Digest realm=\"example.org\", nonce=\"n1\", qop=\"auth\", algorithm=SHA-256";
        send();
        DatagramPacket first = hear();
        assertThat(text(first)).doesNotContain("Proxy-Authorization");
        answer(first, "407 Who", "Proxy-Authenticate: " + challenge + "\r\n");
        ((Answer.Challenged) theAnswer()).repetition().send(18, answers::add);
        DatagramPacket second = hear();
        String repeated = text(second);
        Matcher field = Pattern.compile("Proxy-Authorization: (.*)\r\n").matcher(repeated);
        assertThat(field.find()).isTrue();
        Challenge sent = Challenge.in(List.of(field.group(1))).get(0);
        assertThat(sent.parameter("response"))
                .isEqualTo(
                        Challenge.in(List.of(new DigestAnswer(challenge, "presence", "secret", sent.parameter("cnonce"))
                                        .header("NOTIFY", phoneUri(), 1)))
                                .get(0)
                                .parameter("response"));
        assertThat(repeated)
                .contains(
                        "CSeq: 18 NOTIFY\r\n",
                        "Call-ID: call@example.org\r\n",
                        "From: <sip:alice@example.org>;tag=ours")
                .endsWith("\r\n\r\n<presence>\u00e9</presence>");
        Matcher via = VIA.matcher(repeated);
        Matcher before = VIA.matcher(text(first));
        assertThat(via.find() && before.find()).isTrue();
        assertThat(via.group(1)).isNotEqualTo(before.group(1));
        answer(second, "200 OK", "Proxy-Authentication-Info: nextnonce=\"n2\"\r\n");
        assertThat(theAnswer()).isEqualTo(new Answer.Response(200, -1));
        send();
        DatagramPacket third = hear();
        assertThat(text(third)).contains("nonce=\"n2\"", "nc=00000001");
        answer(third, "407 Who", "Proxy-Authenticate: " + challenge.replace("example.org", "evil.example") + "\r\n");
        assertThat(theAnswer()).isEqualTo(new Answer.Response(407, -1));
    }

    @Test
    void whatIsNotAnsweredIsSentAgainUnchanged() throws Exception {
        send();
        String first = text(hear());
        assertThat(text(hear())).isEqualTo(first);
        DatagramPacket third = hear();
        assertThat(text(third)).isEqualTo(first);
        answer(third, "200 OK", "");
        assertThat(theAnswer()).isEqualTo(new Answer.Response(200, -1));
    }

    @Test
    void afterAFinalResponseNothingIsSentAgain() throws Exception {
        send();
        answer(hear(), "481 Gone", "");
        assertThat(theAnswer()).isEqualTo(new Answer.Response(481, -1));
        sockets.phone().setSoTimeout(400); // eight times T1
        int again = 0;
        try {
            while (true) {
                hear();
                again++;
            }
        } catch (SocketTimeoutException e) {
            assertThat(again).isLessThanOrEqualTo(1); // one may have been on its way
        }
    }

    @Test
    void aProvisionalResponseIsNoAnswer() throws Exception {
        send();
        answer(hear(), "100 Trying", "");
        DatagramPacket again = hear();
        answer(again, "200 OK", "");
        assertThat(theAnswer()).isEqualTo(new Answer.Response(200, -1));
    }

    @Test
    void aDeadWatcherIsATimeoutAfterTimerF() throws Exception {
        long start = System.nanoTime();
        send();
        assertThat(theAnswer()).isEqualTo(new Answer.Timeout());
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(T1.multipliedBy(63), Duration.ofSeconds(8));
    }

    @Test
    void aHostNameAndALargeBodyTakeTheGeneralChannel() {
        Notify byName = notify("sip:bob@phone.example.org", "<presence/>");
        Notify large = notify(phoneUri(), "x".repeat(60_001));
        sender.send(byName, answers::add);
        sender.send(large, answers::add);
        assertThat(general).containsExactly(byName, large);
    }

    /** The last one that was opened is not the one that this dialog's Contact names. */
    @Test
    void ofSeveralListeningSocketsTheOneThatTheContactNamesIsUsed() throws Exception {
        DatagramSocket another =
                new SharedSocketNetworkLayer().createDatagramSocket(0, InetAddress.getLoopbackAddress());
        DatagramSocket third =
                new SharedSocketNetworkLayer().createDatagramSocket(0, InetAddress.getAllByName("::1")[0]);
        try (another;
                third) {
            send();
            assertThat(hear().getPort()).isEqualTo(sockets.server().getLocalPort());
        }
    }

    /** Where nobody listens the system says so, sometimes by an error at the next datagram of the same socket. */
    @Test
    void aRefusalByTheMachineOfOneWatcherIsNoMatterOfTheOthers() throws Exception {
        DatagramSocket gone = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        int nobody = gone.getLocalPort();
        gone.close();
        for (int i = 0; i < 20; i++) {
            sender.send(notify("sip:gone@127.0.0.1:" + nobody, "<presence/>"), end -> {});
            send();
            answer(hear(), "200 OK", "");
            assertThat(theAnswer()).isEqualTo(new Answer.Response(200, -1));
        }
    }

    @Test
    void withoutASocketOfTheStackTheGeneralChannelServes() {
        sockets.server().close();
        send();
        assertThat(general).hasSize(1);
    }
}
