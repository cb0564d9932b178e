package org.sippresence.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sippresence.settings.AuditSettings;
import org.sippresence.testkit.Fixtures;
import org.sippresence.testkit.MutableClock;

final class RollingFileTest {

    private static final Path FULL = Path.of("/dev/full");

    @TempDir
    Path directory;

    private final MutableClock clock = new MutableClock(Fixtures.NOON);

    private Path file() {
        return directory.resolve("logs/audit.log");
    }

    private RollingFile open(long fileSize, long totalSize) throws IOException {
        return new RollingFile(
                file(), new AuditSettings(Optional.of(file()), fileSize, totalSize, Duration.ofDays(10)), clock);
    }

    private static List<byte[]> lines(String... lines) {
        return Stream.of(lines)
                .map(line -> (line + "\n").getBytes(StandardCharsets.US_ASCII))
                .toList();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(file().getParent())) {
            return all.sorted().toList();
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void onlyTheServersUserMayReadTheFileAndItsDirectory() throws IOException {
        try (RollingFile file = open(1_000, 2_000)) {
            file.write(lines("one", "two"));
        }
        assertThat(file()).hasContent("one\ntwo\n");
        assertThat(permissions(file())).isEqualTo("rw-------");
        assertThat(permissions(file().getParent())).isEqualTo("rwx------");
    }

    @Test
    void anExistingFileIsContinuedAndMadePrivate() throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), "before\n");
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));
        Files.setLastModifiedTime(file(), FileTime.from(clock.instant()));
        try (RollingFile file = open(1_000, 2_000)) {
            file.write(lines("after"));
        }
        assertThat(file()).hasContent("before\nafter\n");
        assertThat(permissions(file())).isEqualTo("rw-------");
    }

    @Test
    void aFullFileIsRenamedAndTheNewOneIsPrivateToo() throws IOException {
        try (RollingFile file = open(10, 1_000)) {
            file.write(lines("1234567"));
            file.write(lines("2345678"));
            file.write(lines("3456789"));
        }
        assertThat(files())
                .hasSize(3)
                .allSatisfy(each -> assertThat(permissions(each)).isEqualTo("rw-------"));
        assertThat(files().get(0)).isEqualTo(file()).hasContent("3456789\n");
        assertThat(files().get(1)).hasContent("1234567\n");
        assertThat(files().get(1).getFileName()).hasToString("audit.log.20261122T120000000Z");
        assertThat(files().get(2)).hasContent("2345678\n");
    }

    @Test
    void aNewDayBeginsANewFile() throws IOException {
        try (RollingFile file = open(1_000, 2_000)) {
            file.write(lines("one"));
            clock.advance(Duration.ofHours(11));
            file.write(lines("two"));
            clock.advance(Duration.ofHours(2));
            file.write(lines("three"));
        }
        assertThat(files()).hasSize(2);
        assertThat(file()).hasContent("three\n");
        assertThat(files().get(1)).hasContent("one\ntwo\n");
    }

    @Test
    void allFilesTogetherStayWithinTheTotal() throws IOException {
        try (RollingFile file = open(100, 300)) {
            for (int i = 0; i < 200; i++) {
                file.write(lines("a line of nineteen."));
            }
        }
        long total = 0;
        for (Path each : files()) {
            total += Files.size(each);
        }
        assertThat(total).isBetween(200L, 300L);
    }

    @Test
    void oldFilesAreRemovedButNotThoseOfOthers() throws IOException {
        Files.createDirectories(file().getParent());
        Path old = Files.createFile(file().resolveSibling("audit.log.20261101T000000000Z"));
        Path recent = Files.createFile(file().resolveSibling("audit.log.20261120T000000000Z"));
        Path other = Files.createFile(file().resolveSibling("audit.log.old"));
        for (Path each : List.of(old, other)) {
            Files.setLastModifiedTime(each, FileTime.from(clock.instant().minus(Duration.ofDays(11))));
        }
        Files.setLastModifiedTime(recent, FileTime.from(clock.instant().minus(Duration.ofDays(2))));
        open(1_000, 2_000).close();
        assertThat(files()).containsExactly(file(), recent, other);
    }

    @Test
    void aFileThatWasRenamedByAnotherProgramIsMadeAgain() throws IOException {
        try (RollingFile file = open(1_000, 2_000)) {
            file.write(lines("one"));
            Files.move(file(), file().resolveSibling("elsewhere"));
            file.write(lines("two"));
        }
        assertThat(file()).hasContent("two\n");
        assertThat(permissions(file())).isEqualTo("rw-------");
    }

    @Test
    void aFullDiskIsReported() throws IOException {
        assumeThat(FULL).exists();
        assumeThat(Files.isWritable(FULL)).isTrue();
        try (RollingFile file = new RollingFile(FULL, AuditFixtures.settings(FULL), clock)) {
            assertThatThrownBy(() -> file.write(lines("one"))).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> file.write(lines("one"))).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aDirectoryIsNoFile() throws IOException {
        Files.createDirectories(file());
        assertThatThrownBy(() -> open(1_000, 2_000)).isInstanceOf(IOException.class);
    }
}
