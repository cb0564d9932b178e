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
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The load generator against a server that makes one mistake, and its command line. */
final class BenchTest {

    private static final long SEED = 20_261_122;
    private static final List<String> COUNTS =
            List.of("notify_lost", "notify_duplicate", "notify_reordered", "notify_wrong");

    @TempDir
    private Path directory;

    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();

    private int run(String... arguments) {
        return Bench.run(List.of(arguments), new PrintStream(screen, true, StandardCharsets.UTF_8));
    }

    private String said() {
        return screen.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "NONE, 0, 0, 0, 0",
        "LOST, 1, 0, 0, 0",
        "RETRANSMITTED, 0, 0, 0, 0",
        "REPEATED, 0, 1, 0, 0",
        "TOLD_TWICE, 0, 1, 0, 0",
        "REORDERED, 0, 0, 1, 0",
        "GONE_BACK, 0, 0, 1, 0",
        "OF_ANOTHER, 0, 0, 0, 1",
        "WRONG_TAG, 0, 0, 0, 1",
        "ENDED, 0, 0, 0, 1"
    })
    void oneMistakeOfTheServerIsCountedOnceAndAsWhatItIs(
            FaultyServer.Fault fault, int lost, int duplicate, int reordered, int wrong) throws IOException {
        int victim = new Random(SEED).nextInt(20);
        Path out = directory.resolve("out.jsonl");
        int exit;
        try (FaultyServer server = new FaultyServer(fault, victim)) {
            exit = run(
                    "--target",
                    server.target(),
                    "--patience",
                    "1",
                    "--strict",
                    "--out",
                    out.toString(),
                    "fanout:users=3,watchers=4,inflight=2,seconds=0.3");
        }
        List<String> lines = Files.readAllLines(out);
        assertThat(lines).as(said()).hasSize(1);
        JsonNode line = new ObjectMapper().readTree(lines.get(0));
        assertThat(COUNTS.stream().map(name -> line.get(name).intValue()))
                .as(said())
                .containsExactly(lost, duplicate, reordered, wrong);
        assertThat(exit).isEqualTo(lost + duplicate + reordered + wrong == 0 ? 0 : 1);
        assertThat(line.get("extra").get("notify_retransmissions").intValue())
                .isEqualTo(fault == FaultyServer.Fault.RETRANSMITTED ? 1 : 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "publish:users",
                "publish:users=many",
                "publish:userz=1",
                "--target",
                "--target localhost publish",
                "--target localhost:0 publish",
                "--round 0 publish",
                "--process server publish",
                "--speed 1 publish"
            })
    void argumentsThatMakeNoSenseEndItWithTwoAndALineThatSaysWhy(String arguments) {
        assertThat(run(arguments.isEmpty() ? new String[0] : arguments.split(" ", -1)))
                .isEqualTo(2);
        assertThat(said()).startsWith("bench: ").contains("usage: ");
    }

    @Test
    void quietResultsWriteNothing() throws IOException {
        Path out = directory.resolve("out.jsonl");
        try (FaultyServer server = new FaultyServer(FaultyServer.Fault.NONE, 0)) {
            assertThat(run(
                            "--target",
                            server.target(),
                            "--out",
                            out.toString(),
                            "--quiet-results",
                            "publish:users=3,seconds=0.1"))
                    .isZero();
        }
        assertThat(out).doesNotExist();
    }
}
