package org.sippresence.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.bench.Bench;

/**
 * 2,000 tries with bad credentials from one address and from 100: none is accepted, users are served meanwhile, those behind
 * the attacker's address as well, and the log stays small. The loopback has all addresses of 127.0.0.0/8 on Linux.
 */
class AttackIT {

    private static final int TRIES = 2_000;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(ints = {1, 100})
    void badCredentialsAreRefusedAndGoodUsersServed(int sources) throws IOException {
        Path token = Files.writeString(directory.resolve("token"), ServerProcess.ADMIN_TOKEN);
        Path results = directory.resolve("results.jsonl");
        try (ServerProcess server =
                ServerProcess.started(directory.resolve("data"), Map.of("auth", "none", "authentication", "digest"))) {
            int linesAtStart = server.log().lines().toList().size();
            ByteArrayOutputStream screen = new ByteArrayOutputStream();
            int exit = Bench.run(
                    List.of(
                            "--target",
                            "127.0.0.1:" + server.sipPort(),
                            "--http",
                            "http://127.0.0.1:" + server.httpPort(),
                            "--token",
                            token.toString(),
                            "--digest",
                            "any",
                            "--bind",
                            "127.0.0.1,127.0.0.2",
                            "--strict",
                            "--out",
                            results.toString(),
                            "attack:users=20,arriving=10,rate=100,before=0.5,least=0,tries=" + TRIES + ",sources="
                                    + sources),
                    new PrintStream(screen, true, StandardCharsets.UTF_8));
            String said = screen.toString(StandardCharsets.UTF_8);
            assertThat(exit).as(said).isZero();
            assertThat(Files.readString(results))
                    .as(said)
                    .contains("\"attack_status\"")
                    .containsPattern("\"401\":[0-9]");
            assertThat(server.log().lines().toList())
                    .as("ten failures and a count in a minute: %s", server.log())
                    .hasSizeLessThanOrEqualTo(linesAtStart + 12);
            assertThat(server.log()).doesNotContain("Digest username", "secret-of");
            server.assertNoLaneFailed();
        }
    }
}
