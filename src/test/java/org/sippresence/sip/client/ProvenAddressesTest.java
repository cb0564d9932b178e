package org.sippresence.sip.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ProvenAddressesTest {

    private final AtomicLong hour = new AtomicLong(65_530);
    private final ProvenAddresses proven = new ProvenAddresses(hour::get);

    private static byte[] address(int number) {
        return new byte[] {10, (byte) (number >> 16), (byte) (number >> 8), (byte) number};
    }

    @Test
    void whoAnsweredIsProvenForADay() {
        assertThat(proven.contains(address(1))).isFalse();
        proven.add(address(1));
        hour.addAndGet(24);
        assertThat(proven.contains(address(1))).isTrue();
        hour.incrementAndGet();
        assertThat(proven.contains(address(1))).isFalse();
        proven.add(address(1));
        assertThat(proven.contains(address(1))).isTrue();
        assertThat(proven.contains(address(2))).isFalse();
    }

    @Test
    void namesAreNotAddresses() {
        proven.add("phone.example.org");
        assertThat(proven.contains("phone.example.org")).isTrue();
        assertThat(proven.contains("other.example.org")).isFalse();
        assertThat(proven.contains("phone.example.org".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isFalse();
    }

    @Test
    void aHundredThousandAreKeptAndMoreReplaceThem() {
        for (int i = 0; i < 100_000; i++) {
            proven.add(address(i));
        }
        int kept = 0;
        for (int i = 0; i < 100_000; i++) {
            kept += proven.contains(address(i)) ? 1 : 0;
        }
        assertThat(kept).isGreaterThan(97_000);
        for (int i = 100_000; i < 1_000_000; i++) {
            proven.add(address(i));
        }
        assertThat(proven.contains(address(999_999))).isTrue();
    }
}
