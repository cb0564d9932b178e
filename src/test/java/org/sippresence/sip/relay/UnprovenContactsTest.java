package org.sippresence.sip.relay;

import static org.assertj.core.api.Assertions.assertThat;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.sippresence.settings.Settings;
import org.sippresence.sip.client.JainTransactions;
import org.sippresence.sip.client.JainTransactions.End;
import org.sippresence.sip.client.UnprovenTargets;

final class UnprovenContactsTest {

    private static final String HOST = "192.0.2.1";
    private static final End OK = new End.Answered(new SIPResponse());

    private record Message(String nextHop) implements JainTransactions.Outgoing {

        @Override
        public String transport() {
            return "udp";
        }

        @Override
        public String localHost() {
            return "127.0.0.1";
        }

        @Override
        public SIPRequest build() {
            return new SIPRequest();
        }
    }

    private record Sent(String to, Duration timeout, Consumer<End> end) {}

    private final UnprovenTargets targets =
            UnprovenTargets.of(Settings.of(Map.of("max_unproven_targets", "2"))).orElseThrow();
    private final List<Sent> sent = new ArrayList<>();
    private final List<End> ends = new ArrayList<>();
    private long now;

    private final UnprovenContacts contacts = new UnprovenContacts(
            targets, (request, timeout, end) -> sent.add(new Sent(request.nextHop(), timeout, end)), () -> now);

    private void send(String host, int port) {
        contacts.send(host, new Message(host + ':' + port), ends::add);
    }

    @Test
    void oneIsInFlightToAHostForLessThanFourRepetitionsAndItsAnswerLetsTheOthersPass() {
        for (int port = 1; port <= 3; port++) {
            send(HOST, port);
        }
        assertThat(sent).hasSize(1).allMatch(each -> each.timeout().toMillis() < 7_500);
        sent.get(0).end().accept(OK);
        assertThat(sent).extracting(Sent::to).containsExactly(HOST + ":1", HOST + ":2", HOST + ":3");
        assertThat(sent.get(2).timeout()).isEqualTo(JainTransactions.TIMEOUT);
        assertThat(contacts.isUnproven(HOST)).isFalse();
        assertThat(ends).containsExactly(OK);
    }

    @Test
    void afterSilenceTheNextIsTriedUnlessItsSenderHasBeenAnsweredMeanwhile() {
        send(HOST, 1);
        send(HOST, 2);
        now += Duration.ofSeconds(8).toNanos();
        send(HOST, 3);
        sent.get(0).end().accept(new End.TimedOut());
        assertThat(sent).extracting(Sent::to).containsExactly(HOST + ":1", HOST + ":2");
        now += Duration.ofSeconds(11).toNanos();
        sent.get(1).end().accept(new End.TimedOut());
        assertThat(sent).hasSize(2);
        assertThat(ends).hasSize(3).allMatch(each -> each instanceof End.TimedOut);
        send(HOST, 4);
        assertThat(sent).hasSize(3);
    }

    @Test
    void moreThanMayWaitOrHostsThanMayBeTriedEndAtOnce() {
        for (int port = 1; port <= 22; port++) {
            send(HOST, port);
        }
        assertThat(ends).hasSize(1).allMatch(each -> each instanceof End.NotSent);
        send("192.0.2.2", 1);
        send("192.0.2.3", 1);
        assertThat(sent).hasSize(2);
        assertThat(ends).hasSize(2);
    }

    @Test
    void manyNamesOfOneAddressAreNotManyHosts() {
        UnprovenContacts many = new UnprovenContacts(
                UnprovenTargets.of(Settings.of(Map.of())).orElseThrow(),
                (request, timeout, end) -> sent.add(new Sent(request.nextHop(), timeout, end)),
                () -> now);
        for (int i = 0; i < 500; i++) {
            many.send("host" + i + ".example.org", new Message("host" + i), ends::add);
        }
        assertThat(sent).hasSizeBetween(2, 64);
    }
}
