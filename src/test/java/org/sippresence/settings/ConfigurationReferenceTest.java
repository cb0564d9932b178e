package org.sippresence.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** With {@code -Dupdate} it writes the document instead of comparing it; scripts/generate-docs does that. */
final class ConfigurationReferenceTest {

    private static final Path DOCUMENT = Path.of("docs/configuration.md");

    @Test
    void theDocumentIsWhatTheTableOfKeysSays() throws IOException {
        if (System.getProperty("update") != null) {
            Files.createDirectories(DOCUMENT.getParent());
            Files.writeString(DOCUMENT, ConfigurationReference.print());
        }
        assertThat(Files.readString(DOCUMENT))
                .as("docs/configuration.md is old: run scripts/generate-docs")
                .isEqualTo(ConfigurationReference.print());
    }
}
