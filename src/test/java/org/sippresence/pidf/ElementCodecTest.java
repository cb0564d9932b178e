package org.sippresence.pidf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ElementCodecTest {

    private static final ElementCodec CODEC = new ElementCodec(1000, 4, 10);

    @Test
    void readsAnyDocumentIntoElements() throws MalformedPidfException {
        Element root = parse("<?xml version='1.0'?><!-- c --><a xmlns='urn:a' k='v'><b>text</b><?p i?><c/></a>");

        assertThat(root.is("urn:a", "a")).isTrue();
        assertThat(root.attribute("k")).contains("v");
        assertThat(root.text()).isEqualTo("text");
        assertThat(root.children()).extracting(Element::name).containsExactly("b", "c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<a>",
                "<a/><b/>",
                "<!DOCTYPE a SYSTEM 'a.dtd'><a/>",
                "<a>&e;</a>",
                "<a><a><a><a><a/></a></a></a></a>",
                "<a><b/><b/><b/><b/><b/><b/><b/><b/><b/><b/></a>",
                "<p:a/>"
            })
    void refusesWhatIsNotWellFormedOrOverABound(String text) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(MalformedPidfException.class);
    }

    @Test
    void refusesWhatIsTooLongUnread() {
        assertThatThrownBy(() -> CODEC.parse(new byte[1001]))
                .isInstanceOf(MalformedPidfException.class)
                .hasMessage("document is too large");
    }

    @Test
    void whatIsTakenOutTakesItsNamespacesWithIt() throws MalformedPidfException {
        Element whole = parse("<a xmlns='urn:a' xmlns:b='urn:b' b:k='v' k='v'><b:b/><c>x</c></a>");
        Element plain = parse("<a xmlns='urn:a' k='v'><c>x</c></a>");

        Element reduced = whole.reducedTo(
                List.of(whole.attributes().get(1)), List.of(whole.children().get(1)));

        assertThat(reduced.toXml()).isEqualTo(plain.toXml());
    }

    private static Element parse(String text) throws MalformedPidfException {
        return CODEC.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
