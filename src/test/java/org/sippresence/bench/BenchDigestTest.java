package org.sippresence.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sippresence.sipclient.AnswerRule;
import org.sippresence.sipclient.DigestParameters;
import org.sippresence.sipclient.SipEndpoint;
import org.sippresence.sipclient.SipMessage;

/** The load generator with Digest, against a server that checks each response by itself. */
class BenchDigestTest {

    private static final int USERS = 5;
    private static final int USES_OF_A_NONCE = 3;

    @TempDir
    private Path directory;

    private final SipEndpoint server = SipEndpoint.open();
    private final Set<String> counts = ConcurrentHashMap.newKeySet();
    private final AtomicInteger challenged = new AtomicInteger();
    private final AtomicInteger wrong = new AtomicInteger();

    @AfterEach
    void close() {
        server.close();
    }

    private AnswerRule answer(SipMessage publish, String algorithm) {
        if (!publish.has("Authorization")) {
            return challenge(algorithm, "");
        }
        DigestParameters credentials = DigestParameters.parse(publish.required("Authorization"));
        String expected =
                credentials.response("secret-of-" + credentials.get("username"), publish.method(), publish.body());
        if (!credentials.get("response").equals(expected)
                || !credentials.get("uri").equals(publish.requestUri())) {
            wrong.incrementAndGet();
            return AnswerRule.status(403);
        }
        if (Integer.parseInt(credentials.get("nc"), 16) > USES_OF_A_NONCE) {
            return challenge(algorithm, ", stale=true");
        }
        if (!counts.add(credentials.get("nonce") + ' ' + credentials.get("nc"))) {
            wrong.incrementAndGet();
        }
        return AnswerRule.ok().with("SIP-ETag", "e").with("Expires", "3600");
    }

    private AnswerRule challenge(String algorithm, String more) {
        return AnswerRule.status(401)
                .with(
                        "WWW-Authenticate",
                        "Digest realm=\"example.org\", qop=\"auth\", algorithm=" + algorithm + ", nonce=\"n"
                                + challenged.incrementAndGet() + '"' + more);
    }

    private int run(Path out, String... options) {
        List<String> arguments = new ArrayList<>(List.of(
                "--target",
                server.hostPort(),
                "--strict",
                "--patience",
                "1",
                "--out",
                out.toString(),
                "--accounts-command",
                "cat >" + directory.resolve("accounts") + " <"));
        arguments.addAll(List.of(options));
        arguments.add("publish:users=" + USERS + ",inflight=2,seconds=0.3");
        return Bench.run(arguments, new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
    }

    @Test
    void usersAnswerChallengesAndCountNoncesOnAndReplaceStaleOnes() throws IOException {
        server.receive((request, order) -> answer(request, "SHA-256"));
        Path out = directory.resolve("out.jsonl");
        assertThat(run(out, "--digest", "any")).isZero();
        assertThat(wrong).hasValue(0);
        assertThat(Files.readAllLines(directory.resolve("accounts")))
                .hasSize(USERS)
                .allMatch(line -> line.matches("(\\S+)\texample.org\tsecret-of-\\1"));
        int answered = 0;
        for (String line : Files.readAllLines(out)) {
            JsonNode phase = new ObjectMapper().readTree(line);
            assertThat(phase.get("ok")).isEqualTo(phase.get("requests"));
            answered += phase.get("extra").get("challenges").intValue();
        }
        assertThat(answered).isEqualTo(challenged.get()).isGreaterThan(USERS);
    }

    @Test
    void whoIsRefusedOrCannotAnswerIsAFailure() {
        server.receive((request, order) -> challenge("MD5", ""));
        assertThat(run(directory.resolve("refused.jsonl"), "--digest", "md5")).isEqualTo(1);
        assertThat(run(directory.resolve("other.jsonl"), "--digest", "sha-256")).isEqualTo(1);
    }

    @Test
    void digestNeedsAWayToCreateAccounts() {
        ByteArrayOutputStream screen = new ByteArrayOutputStream();
        int exit =
                Bench.run(List.of("--digest", "any", "publish"), new PrintStream(screen, true, StandardCharsets.UTF_8));
        assertThat(exit).isEqualTo(2);
        assertThat(screen.toString(StandardCharsets.UTF_8)).contains("--digest needs --accounts-command");
    }
}
