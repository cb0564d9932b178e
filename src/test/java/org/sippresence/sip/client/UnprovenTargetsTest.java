package org.sippresence.sip.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.sippresence.notification.Notify;
import org.sippresence.notification.NotifySender;
import org.sippresence.notification.NotifySender.Answer;
import org.sippresence.settings.Settings;
import org.sippresence.sip.client.UnprovenTargets.Waiting;

final class UnprovenTargetsTest {

    private static final Answer.Response OK = new Answer.Response(200, -1);
    private static final int MOST = 3;

    private record Probed(InetSocketAddress target, Notify message, Runnable silent, Consumer<Answer> answer) {}

    private final UnprovenTargets targets = UnprovenTargets.of(Settings.of(
                    Map.of("trusted_peers", "198.51.100.0/24", "max_unproven_targets", Integer.toString(MOST))))
            .orElseThrow();
    private final List<Probed> probed = new ArrayList<>();
    private final List<Notify> passed = new ArrayList<>();
    private final List<Answer> answers = new ArrayList<>();

    private static Notify notify(String callId, String target, String state) {
        return Notifies.notify(Notifies.dialog(callId, target, "sip:127.0.0.1:5060"), state, "<presence/>");
    }

    private void send(String dialog, String host, String state) {
        InetSocketAddress target = new InetSocketAddress(host, 5060);
        Notify notify = notify(dialog, "sip:bob@" + host, state);
        if (targets.isProven(target.getAddress())) {
            passed.add(notify);
            return;
        }
        targets.send(
                new Waiting(target, notify, answers::add, (later, answer) -> passed.add(later)),
                (to, first, silent, answer) -> probed.add(new Probed(to, first, silent, answer)));
    }

    private void send(String dialog, String host) {
        send(dialog, host, "active;expires=600");
    }

    @Test
    void oneIsInFlightToAnAddressAndTheFirstAnswerLetsTheOthersPass() {
        send("a", "192.0.2.1");
        send("b", "192.0.2.1");
        send("c", "192.0.2.1");
        send("d", "192.0.2.2");
        assertThat(probed)
                .extracting(each -> each.message().dialog().id().callId())
                .containsExactly("a", "d");
        assertThat(targets.inFlight()).isEqualTo(2);
        assertThat(targets.waiting()).isEqualTo(2);
        probed.get(0).answer().accept(OK);
        assertThat(passed).extracting(each -> each.dialog().id().callId()).containsExactly("b", "c");
        assertThat(passed).allMatch(each -> each.body().isPresent());
        send("e", "192.0.2.1");
        assertThat(passed).hasSize(3);
        assertThat(targets.inFlight()).isEqualTo(1);
        assertThat(targets.waiting()).isZero();
    }

    @Test
    void aBodyThatIsTooLargeIsLeftOutAndItsSenderLearnsIt() {
        send("a", "192.0.2.1", "terminated;reason=timeout");
        assertThat(probed.get(0).message().body()).isEmpty();
        assertThat(probed.get(0).message().subscriptionState()).startsWith("active");
        probed.get(0).answer().accept(OK);
        assertThat(answers).containsExactly(new Answer.Bodyless(OK));
    }

    @Test
    void aChallengeProvesTheAddressAndTheRepetitionHasTheBody() {
        send("a", "192.0.2.1", "terminated;reason=timeout");
        send("b", "192.0.2.1");
        probed.get(0).answer().accept(new Answer.Challenged((cseq, answer) -> {
            throw new AssertionError("repeated without its body");
        }));
        assertThat(passed).extracting(each -> each.dialog().id().callId()).containsExactly("b");
        assertThat(answers).hasSize(1);
        ((Answer.Challenged) answers.get(0)).repetition().send(18, answers::add);
        Notify repeated = passed.get(1);
        assertThat(repeated.cseq()).isEqualTo(18);
        assertThat(repeated.body()).isPresent();
        assertThat(repeated.subscriptionState()).startsWith("terminated");
    }

    @Test
    void afterSilenceTheNextIsTriedAndALateAnswerCounts() {
        send("a", "192.0.2.1");
        send("b", "192.0.2.1");
        send("c", "192.0.2.1");
        probed.get(0).silent().run();
        probed.get(0).silent().run();
        assertThat(probed).hasSize(2);
        probed.get(1).answer().accept(new Answer.Timeout());
        assertThat(probed).hasSize(3);
        assertThat(answers).containsExactly(new Answer.Timeout());
        probed.get(0).answer().accept(OK);
        send("d", "192.0.2.1");
        assertThat(passed).hasSize(1);
    }

    @Test
    void whatCannotBeReachedIsToldToAllWhoWait() {
        send("a", "192.0.2.1");
        send("b", "192.0.2.1");
        probed.get(0).answer().accept(new Answer.Unreachable("no route"));
        assertThat(answers).hasSize(2).allMatch(each -> each instanceof Answer.Unreachable);
        assertThat(targets.inFlight()).isZero();
        assertThat(targets.waiting()).isZero();
    }

    @Test
    void moreThanMayBeInFlightOrWaitAreDeferred() {
        for (int i = 0; i <= MOST; i++) {
            send("a" + i, "192.0.2." + i);
        }
        assertThat(probed).hasSize(MOST);
        assertThat(answers).hasSize(1).allMatch(each -> each instanceof Answer.Deferred);
        for (int i = 0; i <= MOST; i++) {
            send("b" + i, "192.0.2.1");
        }
        assertThat(targets.waiting()).isEqualTo(MOST);
        assertThat(answers).hasSize(2).allMatch(each -> each instanceof Answer.Deferred);
    }

    @Test
    void trustedPeersAndTheLoopbackNeedNotAnswerFirst() {
        send("a", "198.51.100.9");
        send("b", "127.0.0.9");
        assertThat(passed).hasSize(2);
        assertThat(UnprovenTargets.of(Settings.of(Map.of("max_unproven_targets", "0"))))
                .isEmpty();
    }

    private void sendToName(String callId, String target, NotifySender sender) {
        targets.sendToName(notify(callId, target, "active"), answers::add, sender);
    }

    private void sendToName(String callId, String target) {
        sendToName(callId, target, (sent, answer) -> passed.add(sent));
    }

    @Test
    void ofNamesThatNeverAnsweredFewAreInFlight() {
        List<Consumer<Answer>> open = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            sendToName("a" + i, "sip:bob@host" + i + ".example.org:5070", (sent, answer) -> open.add(answer));
        }
        assertThat(open).hasSize(64);
        assertThat(answers).hasSize(136).allMatch(each -> each instanceof Answer.Deferred);
        open.forEach(each -> each.accept(OK));
        assertThat(targets.inFlight()).isZero();
        sendToName("b", "sip:carol@HOST7.example.org");
        assertThat(passed).hasSize(1).allMatch(each -> each.body().isPresent());
        sendToName("c", "sip:carol@192.0.2.77;transport=tcp");
        assertThat(passed).hasSize(2).allMatch(each -> each.body().isPresent());
    }

    @Test
    void whatAContactHasInItsUserPartOrBesideMaddrProvesNothing() {
        sendToName("a", "sip:m@mine.example.org", (sent, answer) -> answer.accept(OK));
        sendToName("b", "sip:m@192.0.2.6;maddr=192.0.2.7", (sent, answer) -> answer.accept(OK));
        List<String> pretended = List.of(
                "sip:m@mine.example.org;maddr=192.0.2.8",
                "sip:m@192.0.2.7;maddr=192.0.2.8",
                "sip:m;transport=tcp@192.0.2.8;maddr=192.0.2.8",
                "sip:m;transport=tcp@victim.example.org",
                "sip:m@192.0.2.6;maddr=victim.example.org");
        pretended.forEach(each -> sendToName(each, each));
        assertThat(passed)
                .hasSize(pretended.size())
                .allMatch(each -> each.body().isEmpty());
        assertThat(targets.inFlight()).isEqualTo(pretended.size());
        assertThat(targets.isProven("192.0.2.6")).isFalse();
        assertThat(targets.isProven("192.0.2.7")).isTrue();
    }
}
