package org.sippresence.sip.fastpath;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class SourceRatesTest {

    private static final int RATE = 50;
    private static final int BURST = RATE * SourceRates.BURST_SECONDS;

    private final SourceRates rates = new SourceRates(RATE);

    private static InetAddress address(String literal) throws UnknownHostException {
        return InetAddress.getByName(literal);
    }

    private int admitted(InetAddress source, int requests, long milliseconds) {
        int admitted = 0;
        for (int i = 0; i < requests; i++) {
            admitted += rates.admits(source, TimeUnit.MILLISECONDS.toNanos(milliseconds)) ? 1 : 0;
        }
        return admitted;
    }

    @Test
    void tenSecondsOfRequestsMayComeAtOnceAndThenTheRateIsKept() throws UnknownHostException {
        InetAddress source = address("192.0.2.1");
        assertThat(admitted(source, 2 * BURST, 0)).isEqualTo(BURST);
        assertThat(admitted(source, RATE, 1_000)).isEqualTo(RATE);
        assertThat(admitted(source, RATE, 1_000)).isZero();
        assertThat(admitted(source, 2 * BURST, 60_000)).isEqualTo(BURST); // no more than that is saved up
    }

    @Test
    void whoKeepsTheRateIsNeverRefused() throws UnknownHostException {
        InetAddress source = address("192.0.2.2");
        for (int second = 0; second < 100; second++) {
            assertThat(admitted(source, RATE, second * 1_000L)).isEqualTo(RATE);
        }
    }

    @Test
    void oneSourceDoesNotUseUpWhatOthersMay() throws UnknownHostException {
        admitted(address("192.0.2.3"), 2 * BURST, 0);
        assertThat(admitted(address("192.0.2.4"), BURST, 0)).isEqualTo(BURST);
        assertThat(admitted(address("2001:db8::1"), BURST, 0)).isEqualTo(BURST);
    }

    @Test
    void theAddressesOfAnIpv6NetworkAreOneSource() throws UnknownHostException {
        assertThat(admitted(address("2001:db8:0:1::1"), BURST, 0)).isEqualTo(BURST);
        assertThat(admitted(address("2001:db8:0:1:ffff::2"), 1, 0)).isZero();
        assertThat(admitted(address("2001:db8:0:2::1"), 1, 0)).isEqualTo(1);
    }

    /** A million sources, most of them forged, in memory that does not grow, do not have one that is slow refused. */
    @Test
    void manySourcesLeaveRoomForEach() {
        Random random = new Random(11);
        byte[] address = new byte[4];
        int refused = 0;
        for (int i = 0; i < 1_000_000; i++) {
            random.nextBytes(address);
            try {
                refused += rates.admits(InetAddress.getByAddress(address), i * 1_000L) ? 0 : 1;
            } catch (UnknownHostException e) {
                throw new AssertionError(e);
            }
        }
        assertThat(refused).isZero();
    }
}
