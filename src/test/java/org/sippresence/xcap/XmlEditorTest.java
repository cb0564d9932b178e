package org.sippresence.xcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Changes of parts of documents; the examples are those of RFC 4825 section 8.2.3. */
final class XmlEditorTest {

    private static final String ROOT = """
            <?xml version="1.0"?>
            <root>
             <el1 att="first"/>
             <el1 att="second"/>
             <!-- comment -->
             <el2 att="first"/>
            </root>
            """;

    private static NodeSelector selector(String text) {
        return NodeSelectorReader.read(text, Map.of("p", "urn:p"), "");
    }

    private static String put(String document, String selector, String element) throws ConflictException {
        return new XmlEditor(XmlText.parse(document), selector(selector))
                .putElement(XmlText.fragment(element))
                .text();
    }

    private static String conflict(String document, String selector, String element) {
        return catchThrowableOfType(ConflictException.class, () -> put(document, selector, element))
                .conflict()
                .element();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            behind its last namesake | root/el1[@att="third"] | <el1 att="second"/> | <el1 att="second"/><el1 att="third"/>
            behind its last namesake | root/el1[3][@att="third"] | <el1 att="second"/> | <el1 att="second"/><el1 att="third"/>
            behind its last namesake | root/*[3][@att="third"] | <el1 att="second"/> | <el1 att="second"/><el1 att="third"/>
            behind the first | root/el2[@att="2"] | <el2 att="first"/> | <el2 att="first"/><el2 att="2"/>
            behind the first | root/el2[2][@att="2"] | <el2 att="first"/> | <el2 att="first"/><el2 att="2"/>
            last without a namesake | root/el3 | </root> | <el3 att="first"/></root>
            at its position among all | root/*[2][@att="2"] | <el1 att="first"/> | <el1 att="first"/><el2 att="2"/>
            before the first namesake | root/el2[1][@att="2"] | <el2 att="first"/> | <el2 att="2"/><el2 att="first"/>
            """)
    void anElementStands(String where, String selector, String before, String after) throws ConflictException {
        String element = after.replace(before, "");
        assertThat(put(ROOT, selector, element)).isEqualTo(ROOT.replace(before, after));
    }

    @Test
    void anElementThatIsThereIsReplacedAndNothingElse() throws ConflictException {
        assertThat(put(ROOT, "root/el1[@att='second']", "<el1 att=\"second\">\n<x/></el1>"))
                .isEqualTo(ROOT.replace("<el1 att=\"second\"/>", "<el1 att=\"second\">\n<x/></el1>"));
    }

    @Test
    void anEmptyTagIsOpened() throws ConflictException {
        assertThat(put("<a><b  c='/>'/>/</a>", "a/b/d", "<d/>")).isEqualTo("<a><b  c='/>'><d/></b>/</a>");
        assertThat(put("<p:a xmlns:p='urn:p'/>", "p:a/p:b", "<p:b/>")).isEqualTo("<p:a xmlns:p='urn:p'><p:b/></p:a>");
    }

    @ParameterizedTest
    @CsvSource({
        "root/el1[@att=\"third\"], <el1 att=\"other\"/>, cannot-insert",
        "root/el1, <el1/>, cannot-insert",
        "root/el1[7], <el1/>, cannot-insert",
        "root/el2, <el3/>, cannot-insert",
        "other, <other/>, cannot-insert",
        "root/el3, <q:el3/>, not-xml-frag",
        "root/el3, <el3>, not-xml-frag",
        "root/el3, <el3/><el3/>, not-xml-frag",
        "root/el3, </root><root>, not-xml-frag",
        "root/el3, text, not-xml-frag",
        "root/el3, <!--x--><el3/>, not-xml-frag",
        "root/el3, <el3>&e;</el3>, not-xml-frag",
    })
    void whatWouldNotBeFoundAgainIsNotPut(String selector, String element, String conflict) {
        assertThat(conflict(ROOT, selector, element)).isEqualTo(conflict);
    }

    private static String attribute(String document, String selector, String value) throws ConflictException {
        NodeSelector read = selector(selector);
        return new XmlEditor(XmlText.parse(document), read)
                .putAttribute((NodeSelector.Terminal.Attribute) read.terminal(), value)
                .text();
    }

    @Test
    void anAttributeIsChangedOrAddedAndNothingElse() throws ConflictException {
        String document = "<a  b = 'c>\"' xmlns:p='urn:p' ><d/></a>";
        assertThat(attribute(document, "a/@b", "e&amp;f")).isEqualTo("<a  b = \"e&amp;f\" xmlns:p='urn:p' ><d/></a>");
        assertThat(attribute(document, "a/d/@b", "1")).isEqualTo(document.replace("<d/>", "<d b=\"1\"/>"));
        assertThat(attribute(document, "a/d/@p:b", "\"1")).isEqualTo(document.replace("<d/>", "<d p:b='\"1'/>"));
    }

    @ParameterizedTest
    @CsvSource({
        "root/el1[1]/@att, a<b, not-xml-att-value",
        "root/el1[1]/@att, a&b, not-xml-att-value",
        "root/el1[1]/@att, a\"'b, not-xml-att-value",
        "root/el1[@att=\"first\"]/@att, third, cannot-insert",
        "root/el1[1]/@p:x, third, cannot-insert",
    })
    void anAttributeThatCannotBeIsNotPut(String selector, String value, String conflict) {
        assertThat(catchThrowableOfType(
                                ConflictException.class, () -> attribute(ROOT, selector, value.replace("''", "'")))
                        .conflict()
                        .element())
                .isEqualTo(conflict);
    }

    private static String without(String document, String selector) throws ConflictException {
        return NodeResources.without(XmlText.parse(document), selector(selector))
                .orElseThrow()
                .text();
    }

    @Test
    void whatIsRemovedIsGoneAndNothingElse() throws ConflictException {
        assertThat(without(ROOT, "root/el2")).isEqualTo(ROOT.replace("<el2 att=\"first\"/>", ""));
        assertThat(without(ROOT, "root/el1[2]")).isEqualTo(ROOT.replace("<el1 att=\"second\"/>", ""));
        assertThat(without(ROOT, "root/el2/@att")).isEqualTo(ROOT.replace("<el2 att=\"first\"/>", "<el2/>"));
        assertThat(without(ROOT, "root/*[1][@att=\"first\"]")).isEqualTo(ROOT.replace("<el1 att=\"first\"/>", ""));
    }

    @ParameterizedTest
    @CsvSource({"root", "root/el1[1]", "root/*[1]"})
    void whatWouldBeFoundStillIsNotRemoved(String selector) {
        assertThatThrownBy(() -> without(ROOT, selector))
                .isInstanceOfSatisfying(
                        ConflictException.class,
                        e -> assertThat(e.conflict().element()).isEqualTo("cannot-delete"));
    }
}
