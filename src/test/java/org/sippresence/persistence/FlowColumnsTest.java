package org.sippresence.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.model.Flow;

final class FlowColumnsTest {

    private static final Optional<InetSocketAddress> IPV6 = Optional.of(new InetSocketAddress("2001:db8::7", 65_535));

    private static void assertReadAgain(Flow flow, String socket, String text) {
        assertThat(FlowColumns.of(flow)).isEqualTo(new FlowColumns(socket, text));
        assertThat(new FlowColumns(socket, text).toFlow()).isEqualTo(flow);
    }

    @Test
    void flowsAreReadAgainAsTheyWere() {
        Optional<InetSocketAddress> ipv4 = Optional.of(new InetSocketAddress("198.51.100.7", 40_213));
        assertReadAgain(Flow.of("udp"), "udp", "");
        assertReadAgain(Flow.of("tcp", "0.0.0.0:5060"), "tcp:0.0.0.0:5060", "");
        assertReadAgain(new Flow("udp", "192.0.2.9:5060", ipv4, 0), "udp:192.0.2.9:5060", "198.51.100.7:40213");
        assertReadAgain(
                new Flow("tls", "[2001:db8:0:0:0:0:0:9]:5061", IPV6, -2),
                "tls:[2001:db8:0:0:0:0:0:9]:5061",
                "[2001:db8:0:0:0:0:0:7]:65535 fffffffffffffffe");
        assertReadAgain(new Flow("tcp", "", ipv4, 1), "tcp", "198.51.100.7:40213 0000000000000001");
    }

    @ParameterizedTest
    @ValueSource(strings = {"198.51.100.7", "phone.example.org:5060", "198.51.100.7:99999", "198.51.100.7:5060 12"})
    void whatIsNoFlowCountsAsNone(String text) {
        assertThat(new FlowColumns("udp:192.0.2.9:5060", text).toFlow()).isEqualTo(Flow.of("udp", "192.0.2.9:5060"));
    }

    @Test
    void theLongestFlowFitsItsColumn() {
        Optional<InetSocketAddress> longest =
                Optional.of(new InetSocketAddress("[2001:1db8:1111:2222:3333:4444:5555:6666]", 65_535));
        assertThat(FlowColumns.of(new Flow("udp", "", longest, 1)).flow().length())
                .isLessThanOrEqualTo(80);
    }
}
