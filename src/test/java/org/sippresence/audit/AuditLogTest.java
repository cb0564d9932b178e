package org.sippresence.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sippresence.audit.RefusedAuthentication.Reason;
import org.sippresence.authentication.FailedAttempts.EntryPoint;
import org.sippresence.settings.AuditSettings;
import org.sippresence.settings.SettingsException;
import org.sippresence.testkit.Fixtures;
import org.sippresence.testkit.MutableClock;

final class AuditLogTest {

    @TempDir
    Path directory;

    private final MutableClock clock = new MutableClock(Fixtures.NOON);

    private Path file() {
        return directory.resolve("audit.log");
    }

    private AuditLog open() {
        return AuditLog.open(AuditFixtures.settings(file()), clock);
    }

    private List<String> actions() {
        return AuditFixtures.lines(file()).stream()
                .map(line -> line.path("action").asText())
                .toList();
    }

    private static void await(BooleanSupplier condition) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(condition::getAsBoolean);
    }

    @Test
    void changesAndRefusalsAreLinesInTheirOrder() {
        try (AuditLog log = open()) {
            log.record(AuditFixtures.change("/api/v1/subscribers/a"));
            log.record(AuditFixtures.wrongPassword("192.0.2.1"));
            log.record(AuditFixtures.change("/api/v1/subscribers/b"));
            await(() -> log.written() == 3);
            assertThat(log.admitsChanges()).isTrue();
            assertThat(log.dropped()).isZero();
        }
        assertThat(actions())
                .containsExactly(
                        "server.start",
                        "PUT /api/v1/subscribers/{aor}",
                        "authentication.refused",
                        "PUT /api/v1/subscribers/{aor}",
                        "server.stop");
    }

    @Test
    void aHundredThousandRefusalsOfASourceAreElevenLines() {
        try (AuditLog log = open()) {
            for (int i = 0; i < 100_000; i++) {
                log.record(AuditFixtures.wrongPassword("192.0.2.1"));
            }
            assertThat(log.refused(EntryPoint.XCAP, Reason.WRONG_CREDENTIALS)).isEqualTo(100_000);
        }
        List<JsonNode> refusals = AuditFixtures.lines(file()).stream()
                .filter(line -> line.path("action").asText().equals("authentication.refused"))
                .toList();
        assertThat(refusals).hasSize(11);
        assertThat(refusals.get(10).path("count").asInt()).isEqualTo(99_990);
        assertThat(refusals.get(10).path("source").asText()).isEqualTo("192.0.2.1");
    }

    @Test
    void changesThatCannotBeWrittenAreKeptAndWrittenLater() throws IOException {
        try (AuditLog log = open()) {
            Files.delete(file());
            Files.createDirectory(file()); // in the way
            log.record(AuditFixtures.change("/api/v1/subscribers/a"));
            log.record(AuditFixtures.wrongPassword("192.0.2.1"));
            await(() -> !log.admitsChanges());
            log.record(AuditFixtures.change("/api/v1/subscribers/b"));
            await(() -> log.dropped() == 1);
            Files.delete(file());
            await(log::admitsChanges);
        }
        assertThat(actions())
                .containsExactly(
                        "audit.resumed",
                        "PUT /api/v1/subscribers/{aor}",
                        "PUT /api/v1/subscribers/{aor}",
                        "server.stop");
        assertThat(AuditFixtures.lines(file())
                        .get(0)
                        .path("details")
                        .path("dropped")
                        .asText())
                .isEqualTo("1");
    }

    @Test
    void changesAreAdmittedAgainAlthoughNothingWaits() throws IOException {
        try (AuditLog log = open()) {
            Files.delete(file());
            Files.createDirectory(file());
            log.record(AuditFixtures.wrongPassword("192.0.2.1"));
            await(() -> !log.admitsChanges());
            Files.delete(file());
            await(log::admitsChanges);
        }
        assertThat(actions()).containsExactly("audit.resumed", "server.stop");
    }

    @Test
    void aFileThatCannotBeWrittenIsAnErrorAtTheStart() throws IOException {
        Files.createDirectory(file());
        assertThatThrownBy(this::open)
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("the audit log cannot be written to " + file())
                .hasMessageContaining("set audit_log");
    }

    @Test
    void aFullDiskIsAnErrorAtTheStart() {
        Path full = Path.of("/dev/full");
        assumeThat(Files.isWritable(full)).isTrue();
        assertThatThrownBy(() -> AuditLog.open(AuditFixtures.settings(full), clock))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("No space left on device");
    }

    @Test
    void withoutAFileRefusalsAreCountedOnly() {
        AuditSettings off = new AuditSettings(Optional.empty(), 1_000, 2_000, Duration.ofDays(1));
        try (AuditLog log = AuditLog.open(off, clock)) {
            log.record(AuditFixtures.change("/"));
            log.record(AuditFixtures.wrongPassword("192.0.2.1"));
            assertThat(log.admitsChanges()).isTrue();
            assertThat(log.refused(EntryPoint.XCAP, Reason.WRONG_CREDENTIALS)).isEqualTo(1);
            assertThat(log.refused(EntryPoint.REST, Reason.WRONG_CREDENTIALS)).isZero();
        }
        assertThat(directory).isEmptyDirectory();
    }
}
