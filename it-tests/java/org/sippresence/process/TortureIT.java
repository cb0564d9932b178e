package org.sippresence.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sippresence.process.TortureCase.Expected;
import org.sippresence.sipclient.RawClient;
import org.sippresence.sipclient.RawClient.Answers;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.SipMessage;
import org.sippresence.sipclient.TestRegistrant;
import org.sippresence.sipclient.Transport;

/**
 * The unmodified messages of RFC 4475 and RFC 5118: checks each response, that the server still works after each, and
 * that the log stays empty. They come from a loopback address of the client's own, so that it can use the ports in
 * their Vias.
 */
class TortureIT {

    private static final String ALLOW = "\r\nAllow: REGISTER, PUBLISH, SUBSCRIBE, MESSAGE, OPTIONS\r\n";
    private static final long MOST_LINES = 5;
    static final String CLIENT = "127." + (64 + new Random().nextInt(128)) + '.' + new Random().nextInt(256) + ".1";

    @TempDir
    private static Path data;

    private static ServerProcess server;
    private static long linesAtStart;

    @BeforeAll
    static void start() {
        server = ServerProcess.started(data, Map.of("auth", "none", "domains", "example.com,example.org"));
        linesAtStart = server.log().lines().count();
    }

    @AfterAll
    static void end() {
        try {
            assertThat(server.log().lines().count() - linesAtStart)
                    .as(server::log)
                    .isLessThanOrEqualTo(MOST_LINES);
        } finally {
            server.close();
        }
    }

    static List<TortureCase> cases() {
        return TortureCase.all();
    }

    @Test
    void everyMessageOfTheTwoDocumentsIsHere() {
        assertThat(cases())
                .extracting(TortureCase::name)
                .doesNotHaveDuplicates()
                .hasSize(61);
        assertThat(cases())
                .filteredOn(each -> each.name().startsWith("rfc4475/"))
                .hasSize(49);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void overUdpEachIsAnsweredAsTheTableSays(TortureCase torture) {
        check(torture, torture.udp(), Transport.UDP);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void overTcpEachIsAnsweredAsTheTableSays(TortureCase torture) {
        check(torture, torture.tcp(), Transport.TCP);
    }

    private static void check(TortureCase torture, Expected expected, Transport transport) {
        InetSocketAddress from = new InetSocketAddress(CLIENT, torture.port());
        try (RawClient client = RawClient.open(transport, server, from)) {
            client.send(torture.message());
            Answers answers = client.answers(expected.lines().size(), expected.closed());
            assertThat(answers.texts()) // the responses to two requests on a connection may leave in any order
                    .extracting(text -> text.substring("SIP/2.0 ".length(), text.indexOf("\r\n")))
                    .containsExactlyInAnyOrderElementsOf(expected.lines());
            assertThat(answers.closed()).as("closed").isEqualTo(expected.closed());
            for (String answer : answers.texts()) {
                assertWellFormed(answer, torture);
            }
            if (!expected.lines().isEmpty()) {
                torture.has().forEach(part -> assertThat(answers.texts()).anyMatch(answer -> answer.contains(part)));
            }
            forgetContacts(answers.texts(), transport);
        }
        assertAlive(server, transport);
        assertSilentLog(server);
    }

    private static void assertWellFormed(String answer, TortureCase torture) {
        String sent = new String(torture.message(), ISO_8859_1);
        SipMessage message = SipMessage.parse(answer.getBytes(ISO_8859_1));
        assertThat(answer).endsWith("Content-Length: 0\r\n\r\n").doesNotContain("xception", "gov.nist", "java.");
        assertThat(message.all("Via")).isNotEmpty();
        assertThat(sent).contains(message.required("CSeq").split(" ", 2)[0]);
        message.first("Call-ID").ifPresent(callId -> assertThat(sent).contains(callId));
        message.first("To").ifPresent(to -> assertThat(to).contains(";tag="));
        if (message.status() == 405) {
            assertThat(answer).contains(ALLOW);
        }
    }

    /** Messages for the same user have the same Call-ID and CSeq: a registrar remembers them as long as there is a contact. */
    private static void forgetContacts(List<String> answers, Transport transport) {
        try (Scene scene = Scene.of(server, transport)) {
            for (String answer : answers) {
                SipMessage ok = SipMessage.parse(answer.getBytes(ISO_8859_1));
                if (ok.status() == 200 && ok.method().equals("REGISTER")) {
                    TestRegistrant user = scene.registrant(ok.required("To").replaceAll(".*<|>.*", ""));
                    assertThat(user.contacts()).isEqualTo(ok.all("Contact"));
                    assertThat(user.send(request -> request.with("Contact", "*").with("Expires", "0"))
                                    .status())
                            .isEqualTo(200);
                }
            }
        }
    }

    /** Checks that a PUBLISH is accepted. */
    static void assertAlive(ServerProcess server, Transport transport) {
        try (Scene scene = Scene.of(server, transport)) {
            String alice = scene.user("alice");
            assertThat(scene.publish(alice, "x").status()).isEqualTo(200);
        }
    }

    /** Checks that the log has no stack trace and no part of a body or of credentials. */
    static void assertSilentLog(ServerProcess server) {
        assertThat(server.log())
                .doesNotContain("xception", "\tat ", "mhandley", "opaque-data", "Authorization", "octets are supposed");
    }
}
