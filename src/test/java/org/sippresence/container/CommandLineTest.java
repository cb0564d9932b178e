package org.sippresence.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandLineTest {

    @Test
    void noOptionsMeanNoExplicitSettings() throws Exception {
        CommandLine options = CommandLine.parse();

        assertThat(options.explicit()).isEmpty();
        assertThat(options.config()).isEmpty();
        assertThat(options.help()).isFalse();
    }

    @Test
    void optionsAreShortForKeys() throws Exception {
        assertThat(CommandLine.parse("--bind", "::1", "--sip-port", "1", "--http-port=2", "--data", "d")
                        .explicit())
                .isEqualTo(Map.of(
                        "sip_bind",
                        "::1",
                        "sip_port",
                        "1",
                        "http_port",
                        "2",
                        "data",
                        Path.of("d").toAbsolutePath().toString()));
    }

    @Test
    void settingKeepsEqualsSignsInItsValueAndTheLastWins() throws Exception {
        assertThat(CommandLine.parse("--set", "db_url=jdbc:h2:mem:a;MODE=MySQL", "--set=auth=none", "--set", "auth=")
                        .explicit())
                .isEqualTo(Map.of("db_url", "jdbc:h2:mem:a;MODE=MySQL", "auth", ""));
    }

    @Test
    void configIsAFile() throws Exception {
        assertThat(CommandLine.parse("--config", "a/b.properties").config()).contains(Path.of("a/b.properties"));
    }

    @Test
    void takeOverStandsAlone() throws Exception {
        assertThat(CommandLine.parse("--take-over", "--sip-port", "1").explicit())
                .containsOnly(Map.entry("take_over", "1"), Map.entry("sip_port", "1"));
        refused("--take-over takes no value, see --help", "--take-over=1");
    }

    @Test
    void helpWinsOverEverythingAfterIt() throws Exception {
        assertThat(CommandLine.parse("--help", "--nonsense").help()).isTrue();
    }

    @Test
    void wrongUseIsNamedInOneLineAndExitsWithTwo() {
        refused("unknown option --prot, see --help", "--prot", "1");
        refused("unknown option 5060, see --help", "5060");
        refused("--data needs a value, see --help", "--data");
        refused("--set needs KEY=VALUE, not max_expires", "--set", "max_expires");
        refused("--set needs KEY=VALUE, not =1", "--set", "=1");
    }

    private static void refused(String line, String... arguments) {
        assertThatThrownBy(() -> CommandLine.parse(arguments))
                .isInstanceOfSatisfying(
                        StartException.class, e -> assertThat(e.exitCode()).isEqualTo(2))
                .hasMessage(line);
    }
}
