package org.sippresence.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sippresence.settings.Settings;
import org.sippresence.settings.SettingsException;

final class AdminTokenTest {

    @TempDir
    Path directory;

    private Settings settings(Path data) {
        return Settings.of(Map.of("data", data.toString()));
    }

    @Test
    void isMadeOnceAndKeptForItsOwnerOnly() throws IOException {
        Path data = directory.resolve("new/data");
        String token = AdminToken.of(settings(data));
        assertThat(token).matches("[A-Za-z0-9_-]{43}");
        assertThat(AdminToken.of(settings(data))).isEqualTo(token);
        Path file = data.resolve("admin.token");
        assertThat(Files.readString(file)).isEqualTo(token + "\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(data)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void differsFromServerToServer() {
        assertThat(AdminToken.of(settings(directory.resolve("a"))))
                .isNotEqualTo(AdminToken.of(settings(directory.resolve("b"))));
    }

    @Test
    void isTheConfiguredOneIfThereIsOne() {
        Settings settings = Settings.of(Map.of("data", directory.toString(), "admin_token", RestFixtures.TOKEN));
        assertThat(AdminToken.of(settings)).isEqualTo(RestFixtures.TOKEN);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void isRefusedIfItsFileIsEmpty() throws IOException {
        Files.createFile(directory.resolve("admin.token"));
        assertThatThrownBy(() -> AdminToken.of(settings(directory)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("holds no token");
    }

    @Test
    void isRefusedIfItCannotBeKept() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        assertThatThrownBy(() -> AdminToken.of(settings(file.resolve("data"))))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("the admin token cannot be kept in")
                .hasMessageNotContaining("\n");
    }
}
