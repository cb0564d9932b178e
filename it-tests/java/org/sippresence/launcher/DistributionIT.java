package org.sippresence.launcher;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is passed on with the distribution: licences, notices, and no jar under the AGPL. */
class DistributionIT {

    private static final Path HOME = Path.of("target/dist");
    private static final List<String> AGPL = List.of("affero", "agpl");

    @Test
    void licenceAndNoticesArePassedOn() throws IOException {
        assertThat(HOME.resolve("LICENSE")).hasSameTextualContentAs(Path.of("LICENSE"));
        assertThat(HOME.resolve("NOTICE")).hasSameTextualContentAs(Path.of("NOTICE"));
        assertThat(HOME.resolve("licenses")).isDirectoryContaining("glob:**/LGPL-2.1");
        String notices = Files.readString(HOME.resolve("THIRD-PARTY.txt"));
        assertThat(notices.toLowerCase(Locale.ROOT))
                .doesNotContain("unknown license")
                .doesNotContain(AGPL);
        List<String> foreign = jars().stream()
                .map(jar -> jar.getFileName().toString())
                .filter(name -> !name.startsWith("presence-"))
                .toList();
        assertThat(foreign)
                .hasSizeGreaterThan(50)
                .allSatisfy(name -> assertThat(notices)
                        .contains(":" + name.replaceFirst("-(\\d[^-]*(-[^-]*)?)\\.jar", ":$1") + " - "));
    }

    @Test
    void noJarIsUnderTheAgpl() throws IOException {
        for (Path each : jars()) {
            try (JarFile jar = new JarFile(each.toFile())) {
                List<JarEntry> statements =
                        jar.stream().filter(DistributionIT::statesLicence).toList();
                for (JarEntry entry : statements) {
                    String text = new String(jar.getInputStream(entry).readAllBytes(), ISO_8859_1);
                    assertThat(text.toLowerCase(Locale.ROOT))
                            .as("%s in %s", entry, each)
                            .doesNotContain(AGPL);
                }
            }
        }
    }

    /** Whether the entry is the manifest, a pom, or a text of a licence. */
    private static boolean statesLicence(JarEntry entry) {
        String name = entry.getName().toUpperCase(Locale.ROOT);
        return name.endsWith("/MANIFEST.MF")
                || name.endsWith("/POM.XML")
                || (name.contains("LICENSE") && !name.endsWith(".CLASS"));
    }

    private static List<Path> jars() throws IOException {
        try (Stream<Path> files = Files.walk(HOME)) {
            return files.filter(file -> file.toString().endsWith(".jar")).toList();
        }
    }
}
