package org.sippresence.xcap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sippresence.testkit.JdkParser;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** Patches of RFC 5261, each applied by a small processor of the test's own to see that it does what it says. */
final class PatchBuilderTest {

    private static final long SEED = 5_261L;
    private static final String DIFF = "urn:ietf:params:xml:ns:xcap-diff";

    private static Optional<PatchOperation> patch(String before, String after) {
        try {
            return new PatchBuilder(XmlText.parse(before), XmlText.parse(after)).patch();
        } catch (ConflictException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            <l><e u='1'/></l>|<l><e u='1'/><e u='2'/></l>|add|*/*[1]|<e u='2'/>
            <l><e u='1'/></l>|<l><e u='0'/><e u='1'/></l>|add|*|<e u='0'/>
            <l> <e u='1'/> <e u='3'/> </l>|<l> <e u='1'/> <e u='2'/> <e u='3'/> </l>|add|*/*[1]| <e u='2'/>
            <l><m/><m><e/></m></l>|<l><m/><m><e/><f/></m></l>|add|*/*[2]/*[1]|<f/>
            <l><e u='1'/><e u='2'/></l>|<l><e u='2'/></l>|remove|*/*[1]|
            <l> <e u='1'/> <f/> </l>|<l> <f/> </l>|remove|*/*[1]|
            <l><e u='1'/></l>|<l><e u='22'/></l>|replace|*/*[1]/@u|22
            <l><e/></l>|<l><e u='&lt;&#34;'/></l>|add|*/*[1]|&lt;"
            <l><e u='1'/></l>|<l><e/></l>|remove|*/*[1]/@u|
            <l><e>a</e><e>b</e></l>|<l><e>a</e><e>c</e></l>|replace|*/*[2]|<e>c</e>
            <l>a<e/>b</l>|<l>a<e/>c</l>|replace|*|<l>a<e/>c</l>
            <l/>|<m/>|replace|*|<m/>
            """)
    void theSmallestOperationIsFound(String before, String after, String operation, String sel, String content) {
        PatchOperation patch = patch(before, after).orElseThrow();
        assertThat(patch.operation()).isEqualTo(operation);
        assertThat(patch.sel()).isEqualTo(sel);
        assertThat(patch.content().map(each -> each.text().strip())).isEqualTo(Optional.ofNullable(content));
        assertApplies(before, after);
    }

    @Test
    void whatStandsAroundTheRootCannotBePatched() {
        assertThat(patch("<?xml version='1.0'?><l/>", "<l/>")).isEmpty();
        assertThat(patch("<l/>", "<l/><!-- end -->")).isEmpty();
    }

    @Test
    void commentsAndCdataAreNoPlacesToCut() {
        assertApplies("<l><b/><a/> --></l>", "<l><c/><!--<a/> --></l>");
        assertApplies("<l>amp; <a/></l>", "<l>&amp; <a/></l>");
        assertApplies("<l><!-- x --><a/></l>", "<l><!-- x --><!-- y --><a/></l>");
        assertApplies("<l><![CDATA[<a/>]]><a/></l>", "<l><a/><![CDATA[<a/>]]><a/></l>");
        assertApplies("<l><x>ab</x></l>", "<l><x>a</x><x>b</x></l>");
    }

    @Test
    void prefixesOfTheDocumentStandForTheSameInThePatch() {
        String before = "<d:l xmlns:d='urn:d' xmlns='urn:n'><d:e/></d:l>";
        assertApplies(before, "<d:l xmlns:d='urn:d' xmlns='urn:n'><d:e/><f d:x='1'/></d:l>");
        assertApplies("<l xmlns='urn:a'><e/></l>", "<l xmlns='urn:b'><e/></l>");
        assertApplies("<l><e xmlns='urn:a'/></l>", "<l><e xmlns='urn:a'><f xmlns=''/></e></l>");
    }

    @Test
    void randomChangesCanBeFollowed() {
        Random random = new Random(SEED);
        for (int round = 0; round < 2_000; round++) {
            String before = document(random);
            String after = changed(before, random);
            if (!before.equals(after)) {
                assertApplies(before, after);
            }
        }
    }

    private static String document(Random random) {
        StringBuilder text = new StringBuilder("<r xmlns='urn:r' xmlns:p='urn:p'>");
        IntStream.range(0, 1 + random.nextInt(3)).forEach(i -> element(text, random, 3));
        return text.append(random.nextBoolean() ? "\n" : "").append("</r>").toString();
    }

    private static void element(StringBuilder text, Random random, int depth) {
        String name = List.of("a", "b", "p:c").get(random.nextInt(3));
        text.append(random.nextInt(3) > 0 ? "\n " : "").append('<').append(name);
        if (random.nextBoolean()) {
            text.append(" u=\"").append(random.nextInt(3)).append('"');
        }
        int children = depth == 0 ? 0 : random.nextInt(3);
        text.append('>');
        IntStream.range(0, children).forEach(i -> element(text, random, depth - 1));
        text.append(List.of("", "x", "\n", "<!--c-->").get(random.nextInt(4)));
        text.append("</").append(name).append('>');
    }

    /** Some elements left out, doubled, or with another attribute. */
    private static String changed(String before, Random random) {
        try {
            XmlText text = XmlText.parse(before);
            List<XmlElement> all = new ArrayList<>();
            collect(text.root(), all);
            if (all.isEmpty()) {
                return before;
            }
            XmlElement.Span span = all.get(random.nextInt(all.size())).span();
            String element = before.substring(span.start(), span.end());
            String other = switch (random.nextInt(4)) {
                case 0 -> "";
                case 1 -> element + "\n<a/>";
                case 2 -> "<b/>" + element;
                default -> element.replaceFirst("u=\"\\d\"", "u=\"9\"");
            };
            String once = text.with(span.start(), span.end(), other);
            return random.nextInt(4) == 0 ? changed(once, random) : once;
        } catch (ConflictException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static void collect(XmlElement element, List<XmlElement> all) {
        for (XmlElement each : element.children()) {
            all.add(each);
            collect(each, all);
        }
    }

    private static void assertApplies(String before, String after) {
        PatchOperation patch = patch(before, after).orElseThrow();
        XcapDiffWriter.Item item =
                new XcapDiffWriter.Document("x", Optional.empty(), Optional.empty(), Optional.of(patch));
        String diff = new XcapDiffWriter("http://127.0.0.1/", List.of(item))
                .print(1_000_000)
                .text();
        Document patched = parse(before);
        Element operation = elements(
                        parse(diff).getElementsByTagNameNS(DIFF, "document").item(0))
                .get(0);
        apply(patched, operation);
        patched.normalize();
        Document wanted = parse(after);
        wanted.normalize();
        assertThat(patched.isEqualNode(wanted))
                .as(() -> before + "\n" + after + "\n" + diff)
                .isTrue();
    }

    private static void apply(Document document, Element operation) {
        String sel = operation.getAttribute("sel");
        int at = sel.indexOf("/@");
        Element target = select(document, at < 0 ? sel : sel.substring(0, at));
        String attribute = at < 0 ? operation.getAttribute("type").replace("@", "") : sel.substring(at + 2);
        String name = operation.getLocalName();
        if (!attribute.isEmpty() && name.equals("remove")) {
            target.removeAttribute(attribute);
        } else if (!attribute.isEmpty()) {
            target.setAttributeNS(null, attribute, operation.getTextContent());
        } else if (name.equals("add")) {
            add(target, operation);
        } else if (name.equals("remove")) {
            remove(target, operation.getAttribute("ws"));
        } else {
            target.getParentNode().replaceChild(document.importNode(operation.getFirstChild(), true), target);
        }
    }

    private static void add(Element target, Element operation) {
        switch (operation.getAttribute("pos")) {
            case "before" -> insert(operation, target.getParentNode(), target);
            case "after" -> insert(operation, target.getParentNode(), target.getNextSibling());
            case "prepend" -> insert(operation, target, target.getFirstChild());
            default -> insert(operation, target, null);
        }
    }

    private static void insert(Element operation, Node parent, Node before) {
        for (Node node = operation.getFirstChild(); node != null; node = node.getNextSibling()) {
            parent.insertBefore(parent.getOwnerDocument().importNode(node, true), before);
        }
    }

    private static void remove(Element target, String ws) {
        if (!ws.isEmpty()) {
            Node blank = ws.equals("before") ? target.getPreviousSibling() : target.getNextSibling();
            assertThat(blank.getNodeValue()).isBlank();
            target.getParentNode().removeChild(blank);
        }
        target.getParentNode().removeChild(target);
    }

    private static Element select(Document document, String sel) {
        Element found = document.getDocumentElement();
        for (String step : sel.substring(1).split("/", -1)) {
            if (!step.isEmpty()) {
                found = elements(found).get(Integer.parseInt(step.replaceAll("\\D", "")) - 1);
            }
        }
        return found;
    }

    private static List<Element> elements(Node parent) {
        NodeList children = parent.getChildNodes();
        return IntStream.range(0, children.getLength())
                .mapToObj(children::item)
                .filter(Element.class::isInstance)
                .map(Element.class::cast)
                .toList();
    }

    private static Document parse(String text) {
        return withoutDeclarations(JdkParser.parse(text));
    }

    /** Where a prefix is declared makes no difference. */
    private static Document withoutDeclarations(Document document) {
        NodeList all = document.getElementsByTagName("*");
        for (int i = 0; i < all.getLength(); i++) {
            Element element = (Element) all.item(i);
            for (int j = element.getAttributes().getLength() - 1; j >= 0; j--) {
                String name = element.getAttributes().item(j).getNodeName();
                if (name.equals("xmlns") || name.startsWith("xmlns:")) {
                    element.removeAttribute(name);
                }
            }
        }
        return document;
    }
}
