package org.sippresence.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.sippresence.settings.ServerSettings;

class AddressesTest {

    @Test
    void portZeroBecomesAFreeOne() throws Exception {
        Addresses addresses = Addresses.of(settings(0, 0));

        assertThat(addresses.sip().getPort()).isPositive();
        assertThat(addresses.http().getPort())
                .isPositive()
                .isNotEqualTo(addresses.sip().getPort());
    }

    @Test
    void takenUdpPortIsNamed() throws Exception {
        try (DatagramSocket taken = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            refused(settings(taken.getLocalPort(), 0), "cannot listen on udp:127.0.0.1:" + taken.getLocalPort());
        }
    }

    @Test
    void takenTcpPortIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            refused(settings(taken.getLocalPort(), 0), "cannot listen on tcp:127.0.0.1:" + taken.getLocalPort());
        }
    }

    @Test
    void takenHttpPortIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            refused(settings(0, taken.getLocalPort()), "cannot listen on http:127.0.0.1:" + taken.getLocalPort());
        }
    }

    @Test
    void nameThatDoesNotResolveIsAWrongValue() {
        assertThatThrownBy(() -> Addresses.of(new ServerSettings("no.such.invalid", 0, "127.0.0.1", 0, Path.of("."))))
                .isInstanceOfSatisfying(
                        StartException.class, e -> assertThat(e.exitCode()).isEqualTo(2))
                .hasMessage("sip_bind: no such address: no.such.invalid");
    }

    @Test
    void addressesAreWrittenAsInAUri() throws Exception {
        assertThat(Addresses.text(new InetSocketAddress(InetAddress.getByAddress(new byte[] {10, 0, 0, 1}), 5060)))
                .isEqualTo("10.0.0.1:5060");
        byte[] loopback = new byte[16];
        loopback[15] = 1;
        assertThat(Addresses.text(new InetSocketAddress(InetAddress.getByAddress(loopback), 5060)))
                .isEqualTo("[0:0:0:0:0:0:0:1]:5060");
    }

    private static ServerSettings settings(int sipPort, int httpPort) {
        return new ServerSettings("127.0.0.1", sipPort, "127.0.0.1", httpPort, Path.of("."));
    }

    private static void refused(ServerSettings settings, String start) {
        assertThatThrownBy(() -> Addresses.of(settings))
                .isInstanceOfSatisfying(
                        StartException.class, e -> assertThat(e.exitCode()).isEqualTo(1))
                .hasMessageStartingWith(start);
    }
}
