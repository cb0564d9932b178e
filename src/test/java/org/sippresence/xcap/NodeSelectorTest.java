package org.sippresence.xcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.model.Body;

/** Node selectors of RFC 4825 section 6.3, and what they pick. */
final class NodeSelectorTest {

    private static final String DEFAULT = "urn:test:default-namespace";

    /** As in RFC 4825 section 6.4. */
    private static final String DOCUMENT = """
            <?xml version="1.0"?>
            <foo xmlns="urn:test:default-namespace">
              <ns1:bar xmlns:ns1="urn:test:namespace1-uri" xmlns="urn:test:namespace1-uri">
                <baz/>
                <ns2:baz xmlns:ns2="urn:test:namespace2-uri"/>
              </ns1:bar>
              <ns3:hi xmlns:ns3="urn:test:namespace3-uri">
                <there/>
              </ns3:hi>
              <x id="a/b" n="1"/><x id='q"]' n="2"/><x id="a/b" n="3"/>
            </foo>
            """;

    private static String read(String selector) throws ConflictException {
        NodeSelector read = NodeSelectorReader.read(
                selector,
                Map.of(
                        "a",
                        DEFAULT,
                        "b",
                        "urn:test:namespace1-uri",
                        "c",
                        "urn:test:namespace2-uri",
                        "d",
                        "urn:test:namespace3-uri"),
                DEFAULT);
        return NodeResources.read(XmlText.parse(DOCUMENT), read).map(Body::text).orElse("nothing");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            foo/b:bar/b:baz | <baz/>
            a:foo/b:bar/c:baz | <ns2:baz xmlns:ns2="urn:test:namespace2-uri"/>
            foo/d:hi/there | <there/>
            foo/*[2]/there | <there/>
            foo/*/there | nothing
            foo/b:bar/*[2] | <ns2:baz xmlns:ns2="urn:test:namespace2-uri"/>
            foo/x | nothing
            foo/x[2] | <x id='q"]' n="2"/>
            foo/x[4] | nothing
            foo/x[@id="a/b"] | nothing
            foo/x[3][@id="a/b"] | <x id="a/b" n="3"/>
            foo/x[2][@id="a/b"] | nothing
            foo/x[@id='q"]']/@n | 2
            foo/x[@id="q&quot;]"]/@n | 2
            foo/x[1]/@id | a/b
            foo/x[1]/@a:id | nothing
            */*[@n="2"]/@n | 2
            bar | nothing
            foo/b:bar/b:baz/namespace::* | <baz xmlns="urn:test:namespace1-uri" xmlns:ns1="urn:test:namespace1-uri"/>
            """)
    void aSelectorPicksOneNodeOrNone(String selector, String expected) throws ConflictException {
        assertThat(read(selector)).isEqualTo(expected);
    }

    @Test
    void theRootIsTheWholeElement() throws ConflictException {
        assertThat(read("foo")).isEqualTo(DOCUMENT.substring(DOCUMENT.indexOf("<foo"), DOCUMENT.lastIndexOf('>') + 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/foo",
                "foo/",
                "foo//x",
                "@id",
                "foo/@id/x",
                "foo[",
                "foo[]",
                "foo[0]",
                "foo[1][2]",
                "foo[@id]",
                "foo[@id=a]",
                "foo[@id=\"a]",
                "foo[@a='b'][1]",
                "e:foo",
                "foo/text()",
                "1foo",
                "foo[99999999]",
                "namespace::*",
                "foo/namespace::*/x",
                "a:b:c"
            })
    void whatIsNoSelectorIsRefused(String selector) {
        assertThatThrownBy(() -> read(selector)).isInstanceOf(IllegalArgumentException.class);
    }
}
