package org.sippresence.hook;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sippresence.hook.ConnectionCounts.Bound;

final class ConnectionCountsTest {

    private static final ConnectionLimits LIMITS = new ConnectionLimits(
            Duration.ofHours(1),
            Duration.ofSeconds(32),
            5,
            2,
            1_000,
            1_000,
            address -> address.getHostAddress().equals("192.0.2.9"));

    private final ConnectionCounts counts = new ConnectionCounts();

    private Optional<Bound> admit(String address) throws UnknownHostException {
        return counts.admit(InetAddress.getByName(address), LIMITS);
    }

    @Test
    void aSourceGetsSoManyAndOneMoreWhenOneHasEnded() throws UnknownHostException {
        assertThat(admit("192.0.2.1")).isEmpty();
        assertThat(admit("192.0.2.1")).isEmpty();
        assertThat(admit("192.0.2.1")).contains(Bound.REFUSED_SOURCE);
        assertThat(admit("192.0.2.2")).isEmpty();
        counts.release(InetAddress.getByName("192.0.2.1"));
        assertThat(admit("192.0.2.1")).isEmpty();
        assertThat(counts.metrics()).containsEntry("tcp_connections", 3L).containsEntry("tcp_refused_source_total", 1L);
    }

    @Test
    void anAddressOfTheSameNetworkOfIpVersionSixIsTheSameSource() throws UnknownHostException {
        assertThat(admit("2001:db8:0:1::1")).isEmpty();
        assertThat(admit("2001:db8:0:1:ffff::2")).isEmpty();
        assertThat(admit("2001:db8:0:1::3")).contains(Bound.REFUSED_SOURCE);
        assertThat(admit("2001:db8:0:2::1")).isEmpty();
    }

    @Test
    void trustedPeersHaveNoBoundButThatOfAll() throws UnknownHostException {
        for (int i = 0; i < 5; i++) {
            assertThat(admit("192.0.2.9")).isEmpty();
        }
        assertThat(admit("192.0.2.9")).contains(Bound.REFUSED);
        assertThat(admit("192.0.2.1")).contains(Bound.REFUSED);
        assertThat(counts.counted(Bound.REFUSED)).isEqualTo(2);
    }
}
