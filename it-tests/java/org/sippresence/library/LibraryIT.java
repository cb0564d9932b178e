package org.sippresence.library;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The in-process API by the public types of {@code presence-classes.jar} and the libraries of the web application alone. */
final class LibraryIT {

    @Test
    void aProgramPublishesAndSubscribesInItsOwnProcess() throws IOException, InterruptedException {
        String classPath = String.join(
                File.pathSeparator,
                "target/presence-classes.jar",
                "target/dist/webapps/presence/WEB-INF/lib/*",
                "target/test-classes");
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath,
                        LibraryProgram.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> lines = program.inputReader(UTF_8)
                .lines()
                .filter(line -> line.startsWith(LibraryProgram.PREFIX))
                .map(line -> line.substring(LibraryProgram.PREFIX.length()))
                .toList();
        assertThat(program.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(lines)
                .containsExactly(
                        "subscribed for 300",
                        "NOTIFY active closed",
                        "published for 60",
                        "NOTIFY active open",
                        "subscribed for 600",
                        "NOTIFY active open",
                        "subscribed for 0",
                        "NOTIFY terminated open");
        assertThat(program.exitValue()).isZero();
    }
}
