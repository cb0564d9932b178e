package org.sippresence.xcap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents with their places, and documents that are none. */
final class XmlTextTest {

    private static String error(byte[] bytes) {
        return catchThrowableOfType(ConflictException.class, () -> XmlText.parse(XmlText.decode(bytes)))
                .conflict()
                .element();
    }

    @Test
    void otherCharacterSetsAreRefused() {
        assertThat(error("<a>\u00e4</a>".getBytes(ISO_8859_1))).isEqualTo("not-utf-8");
        assertThat(error("<a>\u00e4</a>".getBytes(UTF_16))).isEqualTo("not-utf-8");
        assertThat(error("<?xml version='1.0' encoding='ISO-8859-1'?><a/>".getBytes(UTF_8)))
                .isEqualTo("not-utf-8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "<a>",
                "<a/><b/>",
                "<a b='1' b='2'/>",
                "<p:a/>",
                "<a>&e;</a>",
                "<!DOCTYPE a><a/>",
                "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>",
                "<!DOCTYPE a [<!ENTITY e 'x'>]><a/>"
            })
    void whatIsNotWellFormedIsRefused(String text) {
        assertThat(error(text.getBytes(UTF_8))).isEqualTo("not-well-formed");
    }

    @Test
    void depthAndCountsAreBounded() {
        assertThat(error(("<a>".repeat(100) + "</a>".repeat(100)).getBytes(UTF_8)))
                .isEqualTo("not-well-formed");
        assertThat(error(("<a>" + "<b/>".repeat(60_000) + "</a>").getBytes(UTF_8)))
                .isEqualTo("not-well-formed");
    }

    @Test
    void elementsAndAttributesKnowTheirPlacesWhateverIsAround() throws ConflictException {
        for (long seed = 1; seed <= 200; seed++) {
            Random random = new Random(seed);
            String text = document(random);
            XmlText document = XmlText.parse(text);
            assertThat(places(document.root(), text))
                    .as("seed %d: %s", seed, text)
                    .isTrue();
        }
    }

    private static String document(Random random) {
        StringBuilder text =
                new StringBuilder(random.nextBoolean() ? "<?xml version=\"1.0\"?>\r\n<!-- <x> -->\r\n" : "");
        element(text, random, 3);
        return text.append("\r\n<!-- end -->").toString();
    }

    private static void element(StringBuilder text, Random random, int depth) {
        List<String> fillers =
                List.of("", "\r\n ", "\ud83d\ude00 \u00e4", "<!-- <y/> -->", "<![CDATA[<z>]]>", "&amp;", "<?p <q>?>");
        String name = List.of("a", "p:b", "\u00e4").get(random.nextInt(3));
        text.append('<').append(name).append(" xmlns:p='urn:p'\n");
        int attributes = random.nextInt(3);
        for (int i = 0; i < attributes; i++) {
            text.append(" x" + i + (random.nextBoolean() ? "=" : " = ") + "\"v>/'" + i + '"');
        }
        int children = depth == 0 ? 0 : random.nextInt(4);
        if (children == 0 && random.nextBoolean()) {
            text.append("/>");
            return;
        }
        text.append('>');
        for (int i = 0; i < children; i++) {
            text.append(fillers.get(random.nextInt(fillers.size())));
            element(text, random, depth - 1);
        }
        text.append(fillers.get(random.nextInt(fillers.size())) + "</" + name + " >");
    }

    private static boolean places(XmlElement element, String text) {
        String own = text.substring(element.span().start(), element.span().end());
        boolean good = own.startsWith('<' + element.written())
                && own.endsWith(">")
                && (element.isOneTag()
                        ? own.endsWith("/>")
                        : text.startsWith(
                                "</" + element.written(), element.span().contentEnd()));
        for (XmlAttribute attribute : element.attributes()) {
            good &= text.startsWith(attribute.name().getLocalPart(), attribute.start())
                    && text.substring(attribute.valueStart(), attribute.valueEnd())
                            .equals(attribute.value());
        }
        return good && element.children().stream().allMatch(child -> places(child, text));
    }
}
