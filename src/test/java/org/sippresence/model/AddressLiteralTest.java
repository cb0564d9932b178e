package org.sippresence.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressLiteralTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1",
        "255.255.255.255, 255.255.255.255",
        "0.0.0.0, 0.0.0.0",
        "010.1.2.3, 10.1.2.3",
        "::1, 0:0:0:0:0:0:0:1",
        "[::1], 0:0:0:0:0:0:0:1",
        "2001:DB8::1, 2001:db8:0:0:0:0:0:1",
        "::ffff:1.2.3.4, 1.2.3.4",
    })
    void literalsAreParsed(String text, String address) {
        assertThat(AddressLiteral.parse(text).map(InetAddress::getHostAddress)).contains(address);
    }

    /** The JDK's parser asks the resolver for most of the IPv4 texts. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "300.1.2.3",
                "1.2.3.256",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.4.",
                ".1.2.3",
                "1..2.3",
                "0001.2.3.4",
                "0x7f.0.0.1",
                "2130706433",
                "[127.0.0.1]",
                "[::1",
                "::1]",
                "[]",
                ":::",
                "1::2::3",
                "fe80::1%eth0",
                "fe80::1%1",
                "::300.1.2.3",
                "example.org",
                "::1.example.org",
                "12345::",
                "١.1.1.1"
            })
    void everythingElseIsNoLiteral(String text) {
        assertThat(AddressLiteral.parse(text)).isEmpty();
    }
}
