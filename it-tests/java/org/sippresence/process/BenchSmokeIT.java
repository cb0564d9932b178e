package org.sippresence.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sippresence.bench.Bench;

/** Small runs of the load generator's scenarios: nothing is lost, repeated, reordered or wrong. Performance is not checked. */
class BenchSmokeIT {

    @TempDir
    private Path directory;

    @Test
    void everyScenarioLosesRepeatsAndReordersNothing() throws IOException {
        run(
                Map.of("auth", "none", "winfo_min_interval", "0"),
                "publish:users=300,inflight=64,seconds=0.5",
                "subscribe:users=100,watchers=5,inflight=64",
                "fanout:users=1,watchers=300,inflight=1,seconds=0.5",
                "fanout:users=60,watchers=10,inflight=20,seconds=0.5",
                "register:users=300,inflight=64,seconds=0.5",
                "message:users=50,inflight=16,seconds=0.5",
                "winfo:users=20,watchers=10,inflight=32,wait=10",
                "storm:users=150,watchers=5",
                "day:users=100,watchers=10,seconds=1,messages=1",
                "expiry:users=20,watchers=2,expires=1,most=3");
    }

    @Test
    void usersWhoAuthenticateLoseNothingEither() throws IOException {
        run(
                Map.of("auth", "none", "authentication", "digest"),
                "publish:users=100,inflight=32,seconds=0.5",
                "subscribe:users=30,watchers=3,inflight=32",
                "register:users=100,inflight=32,seconds=0.5",
                "message:users=20,inflight=8,seconds=0.5");
    }

    @Test
    void eachClassOfWatchersSeesWhatItMayAndNothingElse() throws IOException {
        run(Map.of("auth", "xcap"), "rules:users=30,watchers=10,inflight=10,seconds=1");
    }

    private void run(Map<String, String> settings, String... scenarios) throws IOException {
        Path token = Files.writeString(directory.resolve("token"), ServerProcess.ADMIN_TOKEN);
        try (ServerProcess server = ServerProcess.started(directory.resolve("data"), settings)) {
            List<String> arguments = new ArrayList<>(List.of(
                    "--target",
                    "127.0.0.1:" + server.sipPort(),
                    "--http",
                    "http://127.0.0.1:" + server.httpPort(),
                    "--token",
                    token.toString(),
                    "--strict"));
            if (settings.containsKey("authentication")) {
                arguments.addAll(List.of("--digest", "any"));
            }
            arguments.addAll(List.of(scenarios));
            ByteArrayOutputStream screen = new ByteArrayOutputStream();
            int exit = Bench.run(arguments, new PrintStream(screen, true, StandardCharsets.UTF_8));
            assertThat(exit).as(screen.toString(StandardCharsets.UTF_8)).isZero();
            server.assertNoLaneFailed();
        }
    }
}
