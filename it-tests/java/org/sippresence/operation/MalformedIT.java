package org.sippresence.operation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.sipclient.RawClient;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.SipEndpoint;
import org.sippresence.sipclient.SipServer;
import org.sippresence.sipclient.Transport;

/**
 * One message of each kind that an untrusted peer may send: checks each response with its fixed reason phrase, and that
 * the server keeps working.
 */
class MalformedIT extends DeployedServerTest {

    /** All permitted reason phrases. */
    private static final Set<String> REASONS = Set.of(
            "200 OK",
            "400 Bad Accept header",
            "400 Bad CSeq header",
            "400 Bad Content-Length header",
            "400 Bad From header",
            "400 Bad Via header",
            "400 Bad message",
            "400 Bad request line",
            "400 CSeq names another method",
            "400 Contact is this server",
            "400 Missing CSeq header",
            "400 Missing Call-ID header",
            "400 Missing Contact header",
            "400 Missing From header",
            "400 Missing To header",
            "404 Not Found",
            "405 Method Not Allowed",
            "406 Not Acceptable",
            "481 Dialog does not exist",
            "481 Subscription does not exist",
            "481 Transaction does not exist",
            "483 Too Many Hops",
            "489 Bad Event",
            "505 Version Not Supported",
            "513 Message Too Large");

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war();
    }

    @AfterEach
    void serverGoesOn() {
        for (Transport transport : Transport.values()) {
            try (Scene scene = scene(transport)) {
                String alice = scene.user("alice");
                assertThat(scene.publish(alice, "x").status()).isEqualTo(200);
            }
        }
    }

    private static String request(String method) {
        String token = SipEndpoint.token();
        return method + " sip:bob@example.org SIP/2.0\r\n"
                + "Via: SIP/2.0/TRANSPORT 127.0.0.1:PORT;branch=z9hG4bK" + token + ";rport\r\n"
                + "From: <sip:bob@example.org>;tag=" + token + "\r\nTo: <sip:bob@example.org>\r\n"
                + "Call-ID: " + token + "\r\nCSeq: 1 " + method + "\r\nMax-Forwards: 70\r\n"
                + "Contact: <sip:bob@127.0.0.1:PORT>\r\nEvent: presence\r\nExpires: 60\r\n"
                + "Authorization: Digest username=\"bob\", response=\"secret\"\r\n"
                + "Content-Type: text/plain\r\nContent-Length: 4\r\n\r\nbody";
    }

    /** The response, empty if there is none. */
    private String answer(String message, Transport transport) {
        try (RawClient client = RawClient.open(transport, server())) {
            client.send(message.replace("TRANSPORT", transport.name())
                    .replace("PORT", String.valueOf(client.port()))
                    .getBytes(UTF_8));
            boolean isSilent = message.startsWith("ACK") || message.startsWith("SIP/");
            String answer = client.first(isSilent ? 300 : RawClient.PATIENCE);
            if (!answer.isEmpty()) {
                assertThat(answer).startsWith("SIP/2.0 ").doesNotContain("xception", "gov.nist", "java.", "secret");
                String line = answer.substring("SIP/2.0 ".length(), answer.indexOf("\r\n"));
                assertThat(REASONS).contains(line);
            }
            return answer;
        }
    }

    private void assertStatus(String message, int status) {
        for (Transport transport : Transport.values()) {
            assertThat(answer(message, transport))
                    .as("%s over %s", message.lines().findFirst().orElse(""), transport)
                    .startsWith("SIP/2.0 " + status + ' ');
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"INFO", "REFER", "UPDATE", "INVITE", "BYE", "PRACK", "BREAKFAST"})
    void aMethodThatIsNotOursIs405AndOfAnUnknownDialog481(String method) {
        String request = request(method);
        assertStatus(request, 405);
        assertThat(answer(request(method), Transport.UDP))
                .contains("\r\nAllow: REGISTER, PUBLISH, SUBSCRIBE, MESSAGE, OPTIONS\r\n");
        assertStatus(request(method).replace("To: <sip:bob@example.org>", "To: <sip:bob@example.org>;tag=x"), 481);
    }

    @ParameterizedTest
    @CsvSource({"CANCEL, 481", "NOTIFY, 481", "OPTIONS, 200", "MESSAGE, 404"})
    void theOthersHaveTheirs(String method, int status) {
        assertStatus(request(method), status);
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void nobodyAnswersAnAckOrAResponse(Transport transport) {
        assertThat(answer(request("ACK"), transport)).isEmpty();
        assertThat(answer(request("ACK").replace("CSeq: 1", "CSeq: x"), transport))
                .isEmpty();
        for (String via : new String[] {"255.255.255.255", "224.0.0.1", "0.0.0.0", "127.0.0.1:PORT"}) {
            String response = request("NOTIFY")
                    .replace("NOTIFY sip:bob@example.org SIP/2.0", "SIP/2.0 200 OK")
                    .replace("127.0.0.1:PORT;branch", via + ";branch");
            assertThat(answer(response, transport)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUBLISH", "SUBSCRIBE"})
    void withoutAnEventTheAnswerSaysWhichThereAre(String method) {
        String request = request(method).replace("Event: presence\r\n", "");
        assertStatus(request, 489);
        assertThat(answer(request.replace("z9hG4bK", "z9hG4bKx"), Transport.UDP))
                .containsPattern("\r\nAllow-Events: .*presence");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SUBSCRIBE", "OPTIONS", "REGISTER"})
    void hopsDoNotMatterToWhoIsServedHere(String method) {
        assertStatus(request(method).replace("Max-Forwards: 70\r\n", ""), 200);
        assertStatus(request(method).replace("Max-Forwards: 70", "Max-Forwards: 0"), 200);
        assertStatus(request(method).replace("Max-Forwards: 70", "Max-Forwards: many"), 200);
    }

    @Test
    void aMessageThatMayGoNoFurtherIs483() {
        assertStatus(request("MESSAGE").replace("Max-Forwards: 70", "Max-Forwards: 0"), 483);
    }

    @ParameterizedTest
    @CsvSource({
        "'CSeq: 1 OPTIONS', 'CSeq: 36893488147419103232 OPTIONS', 400",
        "'CSeq: 1 OPTIONS', 'CSeq: 2147483648 OPTIONS', 400",
        "'CSeq: 1 OPTIONS', 'CSeq: -1 OPTIONS', 400",
        "'CSeq: 1 OPTIONS', 'CSeq: 1 INVITE', 400",
        "'CSeq: 1 OPTIONS', 'X: y', 400",
        "'Call-ID: ', 'X: ', 400",
        "'From: ', 'X: ', 400",
        "'To: ', 'X: ', 400",
        "'From: <sip:bob@example.org>', 'From: <-1sip:f@example.com>', 400",
        "'bob@example.org SIP/2.0', 'bob@example.org SIP/7.0', 505",
        "'Via: SIP/2.0/TRANSPORT 127.0.0.1:PORT', 'Via: SIP/2.0/TRANSPORT @@ bad', 400",
        "'Contact: <sip:', 'Contact: <<<sip:', 200",
        "'Event: presence', 'Date: never', 200",
        "'SIP/2.0/TRANSPORT', 'SIP/2.0/XYZ', 200"
    })
    void whatIsMalformedIsNamed(String good, String bad, int status) {
        assertStatus(request("OPTIONS").replace(good, bad), status);
    }

    @Test
    void theFromOfAMessageIsChecked() {
        assertStatus(request("MESSAGE").replace("From: <sip:bob@example.org>", "From: <-1sip:f@example.com>"), 400);
    }

    @Test
    void anInviteWithABrokenViaIsAnsweredInOneLine() {
        assertStatus(request("INVITE").replace("SIP/2.0/TRANSPORT 127.0.0.1:PORT", "SIP/2.0/TRANSPORT"), 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2000000000", "1100000", "99999999999999999999"})
    void aConnectionThatAnnouncesMoreThanItMayEnds(String length) {
        String answer =
                answer(request("PUBLISH").replace("Content-Length: 4", "Content-Length: " + length), Transport.TCP);
        assertThat(answer).startsWith(length.length() > 10 ? "SIP/2.0 400 " : "SIP/2.0 513 ");
    }

    @Test
    void aWatcherWhoNamesTheServerAsItsContactIsRefused() {
        SipServer address = server();
        String ours = "Contact: <sip:bob@" + address.host() + ':' + address.sipPort() + '>';
        assertStatus(request("SUBSCRIBE").replace("Contact: <sip:bob@127.0.0.1:PORT>", ours), 400);
    }

    @Test
    void anAcceptWithNothingInItAcceptsNothing() {
        assertStatus(request("SUBSCRIBE").replace("Event:", "Accept: \r\nEvent:"), 406);
        assertStatus(request("SUBSCRIBE").replace("Event:", "Accept: application/pidf+xml;q=7\r\nEvent:"), 400);
    }

    /** RFC 3261 section 18.2.2: the response never goes to a host named only by the Via. */
    @ParameterizedTest
    @ValueSource(strings = {"255.255.255.255", "224.0.0.1", "0.0.0.0", "192.0.2.1"})
    void theAnswerGoesToWhereTheRequestCameFrom(String host) {
        assertStatus(request("OPTIONS").replace("127.0.0.1:PORT;branch", host + ":PORT;branch"), 200);
        assertStatus(request("OPTIONS").replace("127.0.0.1:PORT;branch", host + ":PORT;maddr=224.0.0.1;branch"), 200);
    }
}
