package org.sippresence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The prose must not promise what is not there. */
class DocumentsTest {

    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(?:#[^)]*)?\\)");
    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w*(?:Test|IT|Contract))(?:#(\\w+))?`");

    @Test
    void everyLinkToAFileLeadsSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path document : documents()) {
            for (MatchResult link : matches(LINK, document)) {
                Path target = document.resolveSibling(link.group(1));
                if (!Files.exists(target)) {
                    broken.add(document + " -> " + link.group(1));
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void everyTestThatTheFeaturesNameExists() throws IOException {
        Map<String, String> tests = tests();
        List<String> missing = new ArrayList<>();
        for (MatchResult named : matches(TEST, Path.of("docs/features.md"))) {
            String source = tests.get(named.group(1));
            boolean there =
                    source != null && (named.group(2) == null || source.contains("void " + named.group(2) + "("));
            if (!there) {
                missing.add(named.group());
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void everyRowOfTheFeaturesHasAState() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("docs/features.md")).stream()
                .filter(line -> line.matches("\\| (S|P|F|T|K|KP|KF|KM|KT|KA|A)\\d+ \\|.*"))
                .toList();
        assertThat(rows)
                .hasSize(142)
                .allMatch(row -> row.matches("[^|]*\\|[^|]*\\|[^|]*\\|" + " (works|works, [^|]*|partly|open) \\|.*"));
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
            return Stream.concat(
                            docs,
                            Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
                                    .map(Path::of))
                    .filter(path -> path.toString().endsWith(".md"))
                    .toList();
        }
    }

    private static List<MatchResult> matches(Pattern pattern, Path document) throws IOException {
        return pattern.matcher(Files.readString(document)).results().toList();
    }

    private static Map<String, String> tests() throws IOException {
        try (Stream<Path> unit = Files.walk(Path.of("src/test/java"));
                Stream<Path> integration = Files.walk(Path.of("it-tests/java"))) {
            return Stream.concat(unit, integration)
                    .filter(path -> path.toString().endsWith(".java"))
                    .collect(Collectors.toMap(
                            path -> path.getFileName().toString().replace(".java", ""),
                            DocumentsTest::read,
                            (one, other) -> one + other));
        }
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
