package org.sippresence.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClientAddressTest {

    /** Peer, http_proxied, the values of X-Forwarded-For, the client, and whether a proxy named it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            192.0.2.1       | false | ''                            | 192.0.2.1               | false
            192.0.2.1       | false | 198.51.100.7                  | 192.0.2.1               | false
            192.0.2.1       | true  | 198.51.100.7                  | 198.51.100.7            | true
            192.0.2.1       | true  | 10.9.9.9, 198.51.100.7        | 198.51.100.7            | true
            192.0.2.1       | true  | 10.9.9.9; 198.51.100.7        | 198.51.100.7            | true
            192.0.2.1       | true  | 198.51.100.7;                 | 192.0.2.1               | false
            192.0.2.1       | true  | 198.51.100.7:4711             | 198.51.100.7            | true
            192.0.2.1       | true  | 2001:db8::7                   | 2001:db8:0:0:0:0:0:7    | true
            192.0.2.1       | true  | [2001:db8::7]:4711            | 2001:db8:0:0:0:0:0:7    | true
            192.0.2.1       | true  | ::ffff:198.51.100.7           | 198.51.100.7            | true
            127.0.0.1       | false | 198.51.100.7                  | 198.51.100.7            | true
            127.0.0.1       | false | ''                            | 127.0.0.1               | false
            0:0:0:0:0:0:0:1 | false | 198.51.100.7                  | 198.51.100.7            | true
            fe80::1%eth0    | false | ''                            | fe80:0:0:0:0:0:0:1      | false
            192.0.2.1       | true  | unknown                       | 192.0.2.1               | false
            192.0.2.1       | true  | example.org                   | 192.0.2.1               | false
            192.0.2.1       | true  | 999.1.1.1                     | 192.0.2.1               | false
            192.0.2.1       | true  | 1                             | 192.0.2.1               | false
            192.0.2.1       | true  | :                             | 192.0.2.1               | false
            """)
    void theLastValueOfATrustedProxyIsTheClient(
            String peer, boolean proxied, String forwarded, String client, boolean named) {
        ClientAddress address = ClientAddress.of(peer, List.of(forwarded.split(";", -1)), proxied);
        assertThat(address.address().getHostAddress()).isEqualTo(client);
        assertThat(address.proxy().isPresent()).isEqualTo(named);
    }
}
