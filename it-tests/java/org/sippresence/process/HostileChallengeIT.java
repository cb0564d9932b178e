package org.sippresence.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sippresence.sipclient.AnswerRule;
import org.sippresence.sipclient.SipEndpoint;
import org.sippresence.sipclient.SipMessage;
import org.sippresence.sipclient.Transport;
import org.sippresence.sipclient.WatcherDialog;

/** An edge proxy, for which there are credentials, challenges NOTIFYs with whatever a bad implementation or an attacker sends. */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class HostileChallengeIT {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String GOOD = "Digest realm=\"the edge\", qop=\"auth\", nonce=\"n\"";
    private static int users;

    @TempDir
    private static Path data;

    private static SipEndpoint edge;
    private static ServerProcess server;
    private static Crowd crowd;

    private final String presentity = "sip:u" + users++ + "@example.org";
    private final List<SipMessage> received = new CopyOnWriteArrayList<>();
    private volatile AnswerRule rule = AnswerRule.ok();

    @BeforeAll
    static void start() throws IOException {
        edge = SipEndpoint.openWithoutRetransmission();
        write(
                "credentials",
                "realm=\"the edge\" username=presence password=secret hosts=" + edge.hostPort(),
                "rw-------");
        server = ServerProcess.started(data, settings("credentials"));
        crowd = new Crowd(server, Transport.UDP);
    }

    private static Map<String, String> settings(String credentials) {
        return Map.of("auth", "none", "domains", "example.org", "credentials_file", credentials);
    }

    private static void write(String name, String text, String permissions) throws IOException {
        Path file = Files.writeString(data.resolve(name), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    @AfterAll
    static void stop() {
        crowd.close();
        server.close();
        edge.close();
    }

    private static Stream<Arguments> challenges() {
        List<List<String>> all = List.of(
                List.of("Digest realm=\"" + "x".repeat(60_000) + "\", nonce=\"n\", qop=\"auth\""),
                List.of("Digest realm=\"the edge\", nonce=\"" + "\\\"".repeat(30_000) + "\", qop=\"auth\""),
                List.of("Digest " + "a=1,".repeat(15_000)),
                Collections.nCopies(1000, "Digest realm=\"r\", nonce=\"n\""),
                List.of(GOOD + ", algorithm=SHA-3", GOOD + ", algorithm=\"\"", GOOD + ", algorithm=MD5-SESS-sess"),
                List.of("Digest realm=\"the edge\", nonce=\"n", "Digest realm=\"the edge", "Digest \"\"\"", "Digest ="),
                List.of(GOOD.replace("\"n\"", "\"a\u0000b\""), GOOD.replace("\"n\"", "\"a\u0007\"")),
                List.of("", "Digest", ",,,", "\u00e9 \u00e9=\u00e9"));
        return all.stream().flatMap(each -> Arrays.stream(Transport.values()).map(by -> Arguments.of(by, each)));
    }

    /** Subscribes with the edge proxy in the route set. */
    private void watchThroughEdge(Transport transport) {
        WatcherDialog watcher = crowd.watcher(presentity);
        edge.register(watcher.localTag(), (notify, order) -> {
            received.add(notify);
            return rule;
        });
        String route = "<sip:" + edge.hostPort() + (transport == Transport.TCP ? ";transport=tcp" : "") + ";lr>";
        assertThat(watcher.subscribe(600, request -> request.with("Record-Route", route))
                        .status())
                .isEqualTo(200);
    }

    private void awaitNotify(String text) {
        await().atMost(PATIENCE)
                .until(() -> received.stream().anyMatch(each -> each.text().contains(text)));
    }

    @ParameterizedTest
    @MethodSource("challenges")
    void itIsAFailedNotifyAndTheSubscriptionGoesOn(Transport transport, List<String> challenges) {
        AnswerRule hostile = AnswerRule.status(407);
        for (String each : challenges) {
            hostile = hostile.with("Proxy-Authenticate", each);
        }
        rule = hostile;
        watchThroughEdge(transport);
        awaitNotify("");
        crowd.publish(presentity, "challenged");
        awaitNotify("challenged");
        rule = AnswerRule.ok();
        crowd.publish(presentity, "accepted");
        awaitNotify("accepted");
        assertThat(received).noneMatch(each -> each.has("Proxy-Authorization")).hasSize(3);
        server.assertNoLaneFailed();
        assertThat(server.log()).doesNotContain("Exception", "\tat ");
    }

    @ParameterizedTest
    @CsvSource({
        "realm=example.org username=u password=p, rw-------, line 1: the field hosts is missing",
        "realm=example.org username=u password=p hosts=192.0.2.1, rw-r-----, 0600",
    })
    void aServerWithABadCredentialsFileDoesNotStart(String text, String permissions, String reason) throws IOException {
        write("bad", text, permissions);
        try (ServerProcess bad = ServerProcess.ended(data, settings("bad"))) {
            assertThat(bad.exitCode()).isEqualTo(2);
            assertThat(bad.log()).contains("credentials_file=", reason).doesNotContain("\tat ", "password");
        }
    }

    @Test
    void challengesThatAreNotAnsweredAreCountedAndLoggedInBoundedNumber() {
        rule = AnswerRule.status(401).with("WWW-Authenticate", GOOD.replace("the edge", "another"));
        watchThroughEdge(Transport.UDP);
        awaitNotify("");
        for (int i = 0; i < 50; i++) {
            crowd.publish(presentity, "change " + i);
            awaitNotify("change " + i);
        }
        await().atMost(PATIENCE)
                .until(() -> server.admin().metric("presence_digest_challenges_unanswered_total") >= 51);
        assertThat(server.log().lines().filter(line -> line.contains("no credentials for the challenge")))
                .hasSizeLessThan(20);
    }
}
