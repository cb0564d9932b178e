package org.sippresence.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PrivateFilesTest {

    @TempDir
    private Path directory;

    @BeforeEach
    void requirePosix() {
        assumeTrue(directory.getFileSystem().supportedFileAttributeViews().contains("posix"));
    }

    @Test
    void aNewDirectoryIsPrivate() throws IOException {
        Path data = directory.resolve("a/data");
        assertThat(PrivateFiles.makeDirectory(data)).isEmpty();
        assertThat(mode(data)).isEqualTo("rwx------");
    }

    @Test
    void anExistingDirectoryIsTightened() throws IOException {
        Path data = Files.createDirectory(directory.resolve("data"));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(PrivateFiles.makeDirectory(data)).isEmpty();
        assertThat(mode(data)).isEqualTo("rwx------");
    }

    @Test
    void aDirectoryThatAllUsersShareIsLeftAloneWithAWarning() throws IOException {
        Path shared = Files.createDirectory(directory.resolve("shared"));
        Files.setAttribute(shared, "unix:mode", 01777);
        assertThat(PrivateFiles.makeDirectory(shared))
                .hasValueSatisfying(warning -> assertThat(warning).contains(shared.toString(), "0700"));
        assertThat(mode(shared)).isEqualTo("rwxrwxrwx");
    }

    @Test
    void onlyFilesOfOursAreTightened() throws IOException {
        for (String name : new String[] {"presence.mv.db", "presence.trace.db", "admin.token", "notes.txt"}) {
            Path file = Files.createFile(directory.resolve(name));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        }
        PrivateFiles.restrictFiles(directory);
        assertThat(mode(directory.resolve("presence.mv.db"))).isEqualTo("rw-------");
        assertThat(mode(directory.resolve("presence.trace.db"))).isEqualTo("rw-------");
        assertThat(mode(directory.resolve("admin.token"))).isEqualTo("rw-------");
        assertThat(mode(directory.resolve("notes.txt"))).isEqualTo("rw-r--r--");
    }

    @Test
    void aFileWrittenAnewIsPrivate() throws IOException {
        Path file = Files.createFile(directory.resolve("dar.properties"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        PrivateFiles.write(file, "text");
        assertThat(file).hasContent("text");
        assertThat(mode(file)).isEqualTo("rw-------");
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
