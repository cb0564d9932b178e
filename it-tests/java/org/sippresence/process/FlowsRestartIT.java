package org.sippresence.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sippresence.sipclient.NatRelay;
import org.sippresence.sipclient.SipEndpoint;
import org.sippresence.sipclient.TestPublisher;
import org.sippresence.sipclient.Transport;
import org.sippresence.sipclient.WatcherDialog;

/** Phones behind NAT when the server is killed and started again. */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class FlowsRestartIT {

    private static final String ALICE = "sip:alice@example.org";

    @TempDir
    private Path data;

    private static WatcherDialog phone(SipEndpoint endpoint, NatRelay nat) {
        WatcherDialog phone = new WatcherDialog(endpoint.symmetric(), nat.target(), "sip:bob@example.org", ALICE)
                .contact("<sip:bob@192.168.55.9:5062>");
        assertThat(phone.subscribe(600).status()).isEqualTo(200);
        phone.next();
        return phone;
    }

    @Test
    void flowsOverUdpGoOnAndALostConnectionWaitsForTheNextSubscribe() {
        try (ServerProcess server = ServerProcess.started(data, Map.of("auth", "none"));
                SipEndpoint publishing = SipEndpoint.open(server.host());
                SipEndpoint endpoint = SipEndpoint.open(server.host());
                NatRelay udp = new NatRelay(server.target(Transport.UDP), "127.0.0.3");
                NatRelay tcp = new NatRelay(server.target(Transport.TCP), "127.0.0.3")) {
            WatcherDialog datagrams = phone(endpoint, udp);
            WatcherDialog connection = phone(endpoint, tcp);
            server.awaitAcknowledged();
            server.kill9();
            tcp.remap();
            server.start();
            TestPublisher publisher = new TestPublisher(publishing, server.target(Transport.UDP), ALICE);
            publisher.publishOpen("after the restart");
            datagrams.awaitLast("after the restart", Duration.ofSeconds(10));
            assertThat(connection.poll(Duration.ofMillis(500))).isEmpty();
            assertThat(connection.subscribe(600).status()).isEqualTo(200);
            assertThat(connection.next().text()).contains("after the restart");
            publisher.publishOpen("over the new connection");
            connection.awaitLast("over the new connection", Duration.ofSeconds(10));
            assertThat(datagrams.violations()).isEmpty();
            assertThat(connection.violations()).isEmpty();
            server.assertNoLaneFailed();
        }
    }
}
