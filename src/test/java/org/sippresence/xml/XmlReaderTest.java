package org.sippresence.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class XmlReaderTest {

    private static final XmlReader READER = new XmlReader(1000, 4, 10);

    @Test
    void readsAnyDocumentIntoElements() throws MalformedXmlException {
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
        assertThatThrownBy(() -> parse(text)).isInstanceOf(MalformedXmlException.class);
    }

    @Test
    void refusesWhatIsTooLongUnread() {
        assertThatThrownBy(() -> READER.read(new byte[1001]))
                .isInstanceOf(MalformedXmlException.class)
                .hasMessage("the document is longer than 1000 bytes");
    }

    @Test
    void refusesAnotherRoot() {
        byte[] document = "<a xmlns='urn:a'/>".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> READER.read(document, "urn:b", "a"))
                .isInstanceOf(MalformedXmlException.class)
                .hasMessage("the root element is not a in the namespace urn:b");
    }

    private static Element parse(String text) throws MalformedXmlException {
        return READER.read(text.getBytes(StandardCharsets.UTF_8));
    }
}
