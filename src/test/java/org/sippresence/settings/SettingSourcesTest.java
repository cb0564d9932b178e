package org.sippresence.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingSourcesTest {

    private static final Path BASE = Path.of("/opt/presence");

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void writeFile() throws IOException {
        file = Files.writeString(
                directory.resolve("presence.properties"), "# a comment\nsip_port = 1001 \nhttp_port=2001\nlanes=1\n");
    }

    @Test
    void theEnvironmentIsStrongerThanTheFileAndTheExplicitValueThanBoth() {
        Settings settings = Settings.load(
                Map.of("lanes", "3"),
                file,
                BASE,
                Map.of("PRESENCE_HTTP_PORT", "2002", "PRESENCE_LANES", "2", "HOME", "/"));
        assertThat(settings.server().sipPort()).isEqualTo(1001);
        assertThat(settings.server().httpPort()).isEqualTo(2002);
        assertThat(settings.lanes()).isEqualTo(3);
    }

    @Test
    void aKeySetToNothingHidesWeakerSourcesAndMeansTheDefault() {
        assertThat(Settings.load(Map.of("sip_port", ""), file, BASE, Map.of())
                        .server()
                        .sipPort())
                .isEqualTo(5060);
    }

    @Test
    void valuesAreTakenAsTheyStand() throws IOException {
        Files.writeString(file, "db_url=mysql://ser:a${b}\\\\c%,d@host/ser\n");
        assertThat(Settings.load(Map.of(), file, BASE, Map.of()).storage().password())
                .isEqualTo("a${b}\\c%,d");
    }

    @Test
    void aBadValueNamesWhereItIsFrom() {
        assertThatThrownBy(() -> Settings.load(Map.of(), null, BASE, Map.of("PRESENCE_SIP_PORT", "99999")))
                .hasMessage("sip_port=99999 (from the environment) is out of range: 0 to 65535");
    }

    @Test
    void anUnknownKeyInTheFileNamesTheFile() throws IOException {
        Files.writeString(file, "max_expirs=10\n");
        assertThatThrownBy(() -> Settings.load(Map.of(), file, BASE, Map.of()))
                .isInstanceOf(SettingsException.class)
                .hasMessage("unknown key max_expirs in " + file + "; did you mean max_expires?");
    }

    @Test
    void aRelativeDataDirectoryIsBelowTheBase() throws IOException {
        Settings unset = Settings.load(Map.of(), null, BASE, Map.of());
        assertThat(unset.server().data()).isEqualTo(BASE.resolve("data"));
        assertThat(unset.storage().jdbcUrl()).isEqualTo("jdbc:h2:file:" + BASE.resolve("data/presence"));
        Files.writeString(file, "data=var\n");
        assertThat(Settings.load(Map.of(), file, BASE, Map.of()).server().data())
                .isEqualTo(BASE.resolve("var"));
        assertThat(Settings.load(Map.of(), file, BASE, Map.of("PRESENCE_DATA", "/var/lib/presence"))
                        .server()
                        .data())
                .isEqualTo(Path.of("/var/lib/presence"));
    }

    @Test
    void aMistypedVariableIsRefused() {
        assertThatThrownBy(() -> Settings.load(Map.of(), null, BASE, Map.of("PRESENCE_MAX_EXPIRS", "10")))
                .isInstanceOf(SettingsException.class)
                .hasMessage("unknown key PRESENCE_MAX_EXPIRS in the environment; did you mean PRESENCE_MAX_EXPIRES?");
    }

    @Test
    void aVariableThatBelongsToOthersIsIgnoredWithAWarning() {
        assertThat(Settings.load(
                                Map.of(),
                                null,
                                BASE,
                                Map.of("PRESENCE_SERVICE_HOST", "10.0.0.1", "PRESENCE_JAVA_OPTS", "-Xmx1g"))
                        .warnings())
                .containsExactly("the environment variable PRESENCE_SERVICE_HOST is an unknown key and is ignored");
    }

    @Test
    void aMissingFileIsNamed() {
        Path missing = directory.resolve("missing.properties");
        assertThatThrownBy(() -> Settings.load(Map.of(), missing, BASE, Map.of()))
                .isInstanceOf(SettingsException.class)
                .hasMessage("the configuration file " + missing + " cannot be read: it does not exist");
    }

    @Test
    void aBrokenFileIsNamedInOneLine() throws IOException {
        Files.writeString(file, "domains=\\u12\n");
        assertThatThrownBy(() -> Settings.load(Map.of(), file, BASE, Map.of()))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("the configuration file " + file + " cannot be read")
                .hasMessageNotContaining("\n");
    }
}
