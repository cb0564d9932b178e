package org.sippresence.sip.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.model.Dialog;
import org.sippresence.model.Flow;
import org.sippresence.model.RemoteTarget;

final class DatagramTargetTest {

    @ParameterizedTest
    @CsvSource({
        "sip:bob@192.0.2.1, 192.0.2.1, 5060",
        "sip:192.0.2.1:5070, 192.0.2.1, 5070",
        "sip:bob@192.0.2.1:5070;ob, 192.0.2.1, 5070",
        "sip:bob:secret@192.0.2.1;transport=udp;lr, 192.0.2.1, 5060",
        "sip:bob;x=y@192.0.2.1:5070;transport=UDP, 192.0.2.1, 5070",
        "sip:bob@[2001:db8::1], 2001:db8:0:0:0:0:0:1, 5060",
        "sip:[2001:db8::1]:5071;lr, 2001:db8:0:0:0:0:0:1, 5071",
        "sip:bob@192.0.2.1:65535, 192.0.2.1, 65535",
    })
    void aLiteralAddressIsTakenAsItIs(String uri, String host, int port) {
        InetSocketAddress target = DatagramTarget.of(uri).orElseThrow();
        assertThat(target.getAddress().getHostAddress()).isEqualTo(host);
        assertThat(target.getPort()).isEqualTo(port);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sip:bob@example.org",
                "sip:bob@localhost:5060",
                "sips:bob@192.0.2.1",
                "tel:+4930123",
                "sip:bob@192.0.2.1;transport=tcp",
                "sip:bob@192.0.2.1;ob;transport=TLS;lr",
                "sip:bob@192.0.2.1;maddr=192.0.2.2",
                "sip:bob@192.0.2.1?Subject=x",
                "sip:bob@192.0.2.1:0",
                "sip:bob@192.0.2.1:65536",
                "sip:bob@192.0.2.1:",
                "sip:bob@192.0.2.1:50x0",
                "sip:bob@999.0.2.1",
                "sip:bob@192.0.2",
                "sip:bob@[fe80::1%25eth0]",
                "sip:",
                "sip:bob@",
                "",
            })
    void whatNeedsACloserLookIsLeftToTheGeneralChannel(String uri) {
        assertThat(DatagramTarget.of(uri)).isEmpty();
    }

    private static Dialog dialog(String target, String... routes) {
        return Notifies.dialog("call", target, "sip:192.0.2.9:5060", routes);
    }

    @Test
    void theFirstRouteIsTheNextHop() {
        assertThat(DatagramTarget.of(dialog("sip:bob@phone.example.org", "sip:192.0.2.7:5080;lr", "sip:proxy;lr")))
                .contains(new InetSocketAddress("192.0.2.7", 5080));
    }

    @Test
    void anAliasIsTheNextHopIfThereIsNoRoute() {
        RemoteTarget behind = RemoteTarget.atAlias("sip:bob@10.0.0.9;alias=[2001:db8::7]~5080~1");
        assertThat(DatagramTarget.of(dialog("").refreshed(behind, dialog("").flow(), 2)))
                .contains(new InetSocketAddress("2001:db8::7", 5080));
        assertThat(DatagramTarget.of(dialog("", "sip:192.0.2.7;lr")
                        .refreshed(behind, dialog("").flow(), 2)))
                .contains(new InetSocketAddress("192.0.2.7", 5060));
    }

    @Test
    void aFlowIsTheNextHopUnlessItIsAConnection() {
        Optional<InetSocketAddress> remote = Optional.of(new InetSocketAddress("198.51.100.7", 40_213));
        Dialog dialog = dialog("sip:bob@10.0.0.9");
        assertThat(DatagramTarget.of(dialog.refreshed(dialog.target(), new Flow("udp", "", remote, 0), 2)))
                .isEqualTo(remote);
        assertThat(DatagramTarget.of(dialog.refreshed(dialog.target(), new Flow("tcp", "", remote, 1), 2)))
                .isEmpty();
    }

    @Test
    void aStrictRouterIsLeftToTheGeneralChannel() {
        assertThat(DatagramTarget.of(dialog("sip:bob@192.0.2.1", "sip:192.0.2.7")))
                .isEmpty();
        assertThat(DatagramTarget.of(dialog("sip:bob@192.0.2.1", "sip:192.0.2.7;lr", "sip:192.0.2.8")))
                .isEmpty();
    }
}
