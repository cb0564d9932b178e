package org.sippresence.sip.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.authentication.DigestClient;
import org.sippresence.authentication.DigestClient.NextHop;
import org.sippresence.model.Dialog;
import org.sippresence.model.RemoteTarget;
import org.sippresence.notification.Notify;

final class NotifyMessageTest {

    private static Dialog dialog(String target, String contact, String... routes) {
        return Notifies.dialog("call@example.org", target, contact, routes);
    }

    private static Notify notify(Dialog dialog) {
        return Notifies.notify(dialog, "active;expires=600", "<presence>\u00e9</presence>");
    }

    private static NotifyMessage message(Notify notify) {
        return new NotifyMessage(notify, new DigestClient(List.of()).begin(new NextHop("192.0.2.1", 5060), "NOTIFY"));
    }

    private static String print(Dialog dialog) throws Exception {
        return message(notify(dialog)).build().toString();
    }

    @Test
    void everyHeaderComesFromTheDialog() throws Exception {
        String message = print(dialog("sip:bob@192.0.2.1:5070;ob", "sip:192.0.2.9:5060"));
        assertThat(message.lines())
                .contains(
                        "NOTIFY sip:bob@192.0.2.1:5070;ob SIP/2.0",
                        "Max-Forwards: 70",
                        "From: <sip:alice@example.org>;tag=ours",
                        "To: <sip:bob@example.org>;tag=theirs",
                        "Call-ID: call@example.org",
                        "CSeq: 17 NOTIFY",
                        "Contact: <sip:192.0.2.9:5060>",
                        "Event: presence;id=7",
                        "Subscription-State: active;expires=600",
                        "Content-Type: application/pidf+xml",
                        "Content-Length: 23")
                .anyMatch(line -> line.matches("Via: SIP/2\\.0/UDP 192\\.0\\.2\\.9:5060;branch=z9hG4bK[^;]+;rport"));
        assertThat(message).endsWith("\r\n\r\n<presence>\u00e9</presence>").doesNotContain("Route:");
    }

    @Test
    void anAliasIsTheNextHopByARouteThatTheStackTakesAway() throws Exception {
        Dialog plain = dialog("", "sip:192.0.2.9:5060");
        Dialog behind = plain.refreshed(
                RemoteTarget.atAlias("sip:bob@10.0.0.9:5062;alias=192.0.2.7~5070~2;ob"), plain.flow(), 1);
        NotifyMessage message = message(notify(behind));
        assertThat(message.transport()).isEqualTo("tcp");
        assertThat(message.nextHop()).isEqualTo("192.0.2.7:5070");
        assertThat(message.build().toString())
                .startsWith("NOTIFY sip:bob@10.0.0.9:5062;ob SIP/2.0\r\nVia: SIP/2.0/TCP ")
                .contains("Route: <sip:192.0.2.7:5070;transport=tcp;lr;dns_route=true>\r\n");
    }

    @Test
    void withoutBodyTheLengthIsZero() throws Exception {
        Notify notify = new Notify(
                dialog("sip:bob@192.0.2.1", "sip:192.0.2.9"), 1, "presence", "pending;expires=60", Optional.empty());
        assertThat(message(notify).build().toString())
                .contains("Content-Length: 0\r\n")
                .doesNotContain("Content-Type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sip:p1.example.org;lr", "sip:p1.example.org"})
    void looseAndStrictRoutesKeepTheirOrderAndTheTargetIsTheRequestUri(String first) throws Exception {
        String message = print(dialog("sip:bob@192.0.2.1", "sip:192.0.2.9", first, "sip:p2.example.org;lr"));
        assertThat(message).startsWith("NOTIFY sip:bob@192.0.2.1 SIP/2.0\r\n");
        assertThat(message.lines().filter(line -> line.startsWith("Route:")))
                .containsExactly("Route: <" + first + ">,<sip:p2.example.org;lr>");
    }

    @ParameterizedTest
    @CsvSource({
        "sip:bob@192.0.2.1, , udp",
        "sip:bob@192.0.2.1;transport=TCP, , tcp",
        "sips:bob@192.0.2.1, , tls",
        "sip:bob@192.0.2.1, sip:p1.example.org;transport=tcp;lr, tcp",
        "sip:bob@192.0.2.1;transport=tcp, sip:p1.example.org;lr, udp"
    })
    void theTransportIsThatOfTheNextHop(String target, String route, String transport) {
        Dialog dialog = route == null ? dialog(target, "sip:192.0.2.9") : dialog(target, "sip:192.0.2.9", route);
        assertThat(message(notify(dialog)).transport()).isEqualTo(transport);
    }

    @Test
    void theViaNamesOurPortAlsoWhereTheContactHasNoneAndIpv6() throws Exception {
        assertThat(print(dialog("sip:bob@192.0.2.1;transport=tcp", "sip:192.0.2.9;transport=tcp")))
                .contains("Via: SIP/2.0/TCP 192.0.2.9:5060;");
        assertThat(print(dialog("sip:bob@[2001:db8::1]", "sip:[2001:db8::9]:5080")))
                .contains("Via: SIP/2.0/UDP [2001:db8::9]:5080;")
                .startsWith("NOTIFY sip:bob@[2001:db8::1] SIP/2.0\r\n");
    }

    @Test
    void aTargetThatIsNoUriIsToldAndNotSent() {
        assertThatThrownBy(() -> message(notify(dialog("", "sip:192.0.2.9"))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> message(notify(dialog("bob@", "sip:192.0.2.9"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void branchesAreAllDifferentAndBeginWithTheCookie() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            String branch = BranchParameters.next();
            assertThat(branch).startsWith("z9hG4bK");
            assertThat(seen.add(branch)).isTrue();
        }
    }
}
