package org.sippresence.pidf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sippresence.pidf.PidfFixtures.parse;
import static org.sippresence.pidf.PidfFixtures.presence;
import static org.sippresence.pidf.PidfFixtures.presenceOf;
import static org.sippresence.pidf.PidfFixtures.resource;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sippresence.xml.MalformedXmlException;

/** Whatever is sent ends soon, and as a refusal that tells the sender nothing of us. */
class HostileInputTest {

    private static final Duration SOON = Duration.ofSeconds(5);

    static Stream<Arguments> bodies() {
        return Stream.of(
                Arguments.of("empty", ""),
                Arguments.of("blank", "  \r\n "),
                Arguments.of("not XML", "To: <sip:alice@example.org>\r\n"),
                Arguments.of("JSON", "{\"presence\":{}}"),
                Arguments.of("truncated", presence("<tuple id=\"a\"><status>").replace("</presence>", "")),
                Arguments.of("two roots", presence("") + presence("")),
                Arguments.of("garbage behind", presence("") + "garbage"),
                Arguments.of("unbound prefix", presence("<foo:bar/>")),
                Arguments.of("attribute twice", presence("<a b=\"1\" b=\"2\"/>")),
                Arguments.of("control character", presence("<note>\u0001</note>")),
                Arguments.of("reference to a control character", presence("<note>&#1;</note>")),
                Arguments.of("undeclared entity", presence("<note>&file;</note>")),
                Arguments.of("XML 1.1", "<?xml version=\"1.1\"?>" + presence("<note>&#1;</note>")),
                Arguments.of("unknown charset", "<?xml version=\"1.0\" encoding=\"klingon\"?>" + presence("")),
                Arguments.of("wrong charset", "<?xml version=\"1.0\" encoding=\"UTF-16\"?>" + presence("")),
                Arguments.of("DTD", "<!DOCTYPE presence SYSTEM \"xpidf.dtd\">" + presence("")),
                Arguments.of("billion laughs", billionLaughs()),
                Arguments.of("depth", presence("<a>".repeat(10_000) + "</a>".repeat(10_000))),
                Arguments.of("attributes", presence("<a " + numbered(10_000, "a%d=\"\" ") + "/>")),
                Arguments.of("declarations", presence("<a " + numbered(10_000, "xmlns:a%d=\"urn:%1$d\" ") + "/>")),
                Arguments.of("elements", presence("<a/>".repeat(100_000))),
                Arguments.of("long namespace name", presence(namespaceOf(70_000, 1))),
                Arguments.of("namespace used often", presence(namespaceOf(300, 3000))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bodies")
    void refusesSoonAndInOneLine(String name, String body) {
        Assertions.assertTimeout(
                SOON,
                () -> assertThatThrownBy(() -> parse(body))
                        .isInstanceOf(MalformedXmlException.class)
                        .satisfies(e -> assertThat(e.getMessage())
                                .hasSizeLessThan(100)
                                .doesNotContain("\n", "Exception", "wstx", "xpidf.dtd")));
    }

    @Test
    void refusesBytesThatAreNotInTheDeclaredCharset() {
        byte[] latin1 = presence("<note>über</note>").getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> parse(latin1)).isInstanceOf(MalformedXmlException.class);
    }

    @Test
    void neverReadsAnExternalEntity(@TempDir Path directory) throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), "top secret");
        String body = "<!DOCTYPE presence [<!ENTITY file SYSTEM \"" + secret.toUri() + "\">]>"
                + presence("<note>&file;</note>");

        assertThatThrownBy(() -> parse(body))
                .isInstanceOf(MalformedXmlException.class)
                .hasMessage("a document type declaration is not allowed");
    }

    @Test
    void refusesWhatIsOverTheBoundUnread() {
        assertThatThrownBy(() -> new PidfCodec(10).parse(new byte[11]))
                .isInstanceOf(MalformedXmlException.class)
                .hasMessage("the document is longer than 10 bytes");
    }

    @Test
    void aBodyCannotGrowFarWhenItsPrefixesMeanSomethingElseToOthers() throws MalformedXmlException {
        Pidf first = presenceOf("<tuple id=\"t\"><x:e xmlns:x=\"urn:1\"/></tuple>");
        Pidf second = presenceOf(namespaceOf(300, 200));
        Pidf both = new Pidf(
                "sip:a@b", List.of(first.tuples().get(0), second.tuples().get(0)), List.of(), List.of());

        assertThat(PidfFormat.PIDF.print(both).length()).isBetween(200 * 300, 200 * 300 + 10_000);
    }

    @Test
    void bytesChangedAtRandomAreReadOrRefusedAndNothingElse() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] good = resource("rfc4480-rpid.xml");
        int refused = 0;
        for (int i = 0; i < 3000; i++) {
            byte[] bad = mutated(good, random);
            try {
                parse(PidfFormat.PIDF.print(parse(bad)).bytes());
            } catch (MalformedXmlException e) {
                refused++;
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", round " + i, e);
            }
        }
        assertThat(refused).as("seed %d", seed).isGreaterThan(1000);
    }

    private static byte[] mutated(byte[] good, Random random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int from = random.nextInt(good.length);
        int length = random.nextInt(20);
        out.write(good, 0, from);
        switch (random.nextInt(3)) {
            case 0 -> out.write(random.nextInt(256));
            case 1 -> out.write(good, from, Math.min(length, good.length - from));
            default -> {}
        }
        int resume = Math.min(good.length, from + random.nextInt(3));
        out.write(good, resume, good.length - resume);
        return out.toByteArray();
    }

    /** One declaration of a namespace with so long a name, used so many times. */
    private static String namespaceOf(int length, int uses) {
        return "<tuple id=\"t\" xmlns:x=\"urn:" + "x".repeat(length - 4) + "\">" + "<x:e/>".repeat(uses) + "</tuple>";
    }

    private static String billionLaughs() {
        StringBuilder out = new StringBuilder("<!DOCTYPE presence [<!ENTITY l0 \"lol\">");
        for (int i = 1; i < 10; i++) {
            out.append("<!ENTITY l")
                    .append(i)
                    .append(" \"")
                    .append(("&l" + (i - 1) + ";").repeat(10))
                    .append("\">");
        }
        return out.append("]>").append(presence("<note>&l9;</note>")).toString();
    }

    private static String numbered(int count, String format) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < count; i++) {
            out.append(String.format(Locale.ROOT, format, i));
        }
        return out.toString();
    }
}
