package org.sippresence.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.presentity.StoredFixtures.ALICE;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sippresence.publication.Publication;

/** What was acknowledged is there after the process was killed. */
final class H2KillTest {

    private static final int ACKNOWLEDGED = 50;

    @TempDir
    private Path directory;

    @Test
    void whatWasAcknowledgedSurvivesTheDeathOfTheProcess() throws IOException, InterruptedException {
        String url = "jdbc:h2:file:" + directory.resolve("presence");
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledWriter.class.getName(),
                        url)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        int last = -1;
        try (BufferedReader acknowledgements = writer.inputReader(StandardCharsets.US_ASCII)) {
            while (last < ACKNOWLEDGED) {
                String line = acknowledgements.readLine();
                assertThat(line).as("the writer ended by itself").isNotNull();
                last = Integer.parseInt(line);
            }
        } finally {
            writer.destroyForcibly().waitFor();
        }
        try (JpaPresentityStore store = StorageFixtures.open(StorageFixtures.settings(url))) {
            List<String> stored = store.load(ALICE).orElseThrow().publications().stream()
                    .map(Publication::id)
                    .toList();
            assertThat(stored)
                    .containsAll(IntStream.rangeClosed(0, last)
                            .mapToObj(i -> "p" + i)
                            .toList());
        }
    }
}
