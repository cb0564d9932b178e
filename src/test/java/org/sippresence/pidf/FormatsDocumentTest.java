package org.sippresence.pidf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.pidf.PidfFixtures.ALICE;
import static org.sippresence.pidf.PidfFixtures.parse;
import static org.sippresence.pidf.PidfFixtures.resource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.xml.MalformedXmlException;

/** The examples of {@code docs/formats.md} are what the server does. */
class FormatsDocumentTest {

    @ParameterizedTest
    @EnumSource(PidfFormat.class)
    void theComposedExampleIsPrintedAsTheManualShowsIt(PidfFormat format) throws Exception {
        Pidf composed = PidfMerge.merge(ALICE, List.of(published("phone", 1), published("desk", 2)));
        String printed = format.print(composed).text();
        String name = format == PidfFormat.MSRTC_PIDF
                ? "xpidf"
                : format.mediaType().subtype().replace("+xml", "");

        assertThat(printed).isEqualTo(text(name + ".golden"));
        assertThat(manual())
                .contains("\n" + printed.replace("\r\n", "\n") + "```")
                .contains("`" + format.mediaType() + "`");
    }

    @Test
    void theOfflineDocumentIsPrintedAsTheManualShowsIt() throws IOException {
        String printed = PidfFormat.PIDF.print(PidfMerge.offline(ALICE)).text();

        assertThat(printed).isEqualTo(text("offline.golden"));
        assertThat(manual()).contains("\n" + printed + "```");
    }

    @ParameterizedTest
    @ValueSource(strings = {"phone.xml", "desk.xml"})
    void theManualShowsWhatWasPublished(String name) throws IOException {
        assertThat(manual()).contains(text(name));
    }

    private static PublishedDocument published(String name, int second) throws MalformedXmlException {
        return new PublishedDocument(name, Instant.ofEpochSecond(second), parse(resource("composed/" + name + ".xml")));
    }

    private static String text(String name) {
        return new String(resource("composed/" + name), StandardCharsets.UTF_8);
    }

    private static String manual() throws IOException {
        return Files.readString(Path.of("docs/formats.md"));
    }
}
