package org.sippresence.pidf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.pidf.PidfFixtures.parse;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.sippresence.xml.Element;
import org.sippresence.xml.MalformedXmlException;
import org.sippresence.xml.XmlWriter;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** Properties that hold for any document, with the JDK's own parser as a witness. */
class RoundTripTest {

    private static final int ROUNDS = 3000;
    private static final String PIDF = "urn:ietf:params:xml:ns:pidf";

    @Test
    void whatIsPrintedReadsBackAsTheSameDocument() throws MalformedXmlException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            String text = DocumentGenerator.document(random);
            Pidf document = parse(text);

            String printed = PidfFormat.PIDF.print(document).text();
            assertThat(parse(printed))
                    .as("seed %d, round %d: %s printed %s", seed, i, text, printed)
                    .isEqualTo(document);
            assertThat(parse(PidfFormat.CPIM_PIDF.print(document).bytes()))
                    .as("seed %d, round %d, CPIM: %s", seed, i, text)
                    .isEqualTo(document);
        }
    }

    @Test
    void anotherParserFindsEveryExtensionInWhatIsPrinted() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        DocumentBuilder witness = witness();
        for (int i = 0; i < ROUNDS; i++) {
            String text = DocumentGenerator.document(random);
            String printed = PidfFormat.PIDF.print(parse(text)).text();

            assertThat(extensions(witness, printed))
                    .as("seed %d, round %d: %s printed %s", seed, i, text, printed)
                    .isEqualTo(extensions(witness, text));
        }
    }

    @Test
    void anExtensionPrintedByItselfMeansTheSameToAnotherParser() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        DocumentBuilder witness = witness();
        for (int i = 0; i < ROUNDS; i++) {
            String text = DocumentGenerator.document(random);

            assertThat(printedAlone(witness, parse(text)))
                    .as("seed %d, round %d: %s", seed, i, text)
                    .containsExactlyInAnyOrderElementsOf(extensions(witness, text));
        }
    }

    private static DocumentBuilder witness() throws ParserConfigurationException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        factory.setCoalescing(true);
        factory.setIgnoringComments(true);
        return factory.newDocumentBuilder();
    }

    private static List<String> printedAlone(DocumentBuilder witness, Pidf document) throws Exception {
        List<String> found = new ArrayList<>();
        for (Element each : document.extensions()) {
            found.add("presence" + alone(witness, each));
        }
        for (Tuple tuple : document.tuples()) {
            for (Element each : tuple.status().extensions()) {
                found.add("status" + alone(witness, each));
            }
            for (Element each : tuple.extensions()) {
                found.add("tuple" + alone(witness, each));
            }
        }
        return found;
    }

    private static String alone(DocumentBuilder witness, Element element) throws Exception {
        byte[] printed = XmlWriter.toXml(element).getBytes(StandardCharsets.UTF_8);
        return expanded(witness.parse(new ByteArrayInputStream(printed)).getDocumentElement());
    }

    private static List<String> extensions(DocumentBuilder witness, String text) throws Exception {
        List<String> found = new ArrayList<>();
        collect(
                witness.parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                        .getDocumentElement(),
                found);
        return found;
    }

    private static void collect(Node parent, List<String> found) {
        NodeList children = parent.getChildNodes();
        for (int i = 0; i < children.getLength(); i++) {
            Node child = children.item(i);
            if (child.getNodeType() != Node.ELEMENT_NODE) {
                continue;
            }
            boolean known = PIDF.equals(child.getNamespaceURI())
                    && List.of("tuple", "status", "basic", "contact", "note").contains(child.getLocalName());
            if (!known) {
                found.add(parent.getLocalName() + expanded(child));
            } else {
                collect(child, found);
            }
        }
    }

    /** The element without regard to prefixes, except that it shows what a prefix in a value or a text stands for. */
    private static String expanded(Node node) {
        StringBuilder out = new StringBuilder();
        switch (node.getNodeType()) {
            case Node.TEXT_NODE, Node.CDATA_SECTION_NODE -> out.append(resolved(node, node.getNodeValue()));
            case Node.ELEMENT_NODE -> {
                out.append("<{").append(node.getNamespaceURI()).append('}').append(node.getLocalName());
                TreeMap<String, String> attributes = new TreeMap<>();
                for (int i = 0; i < node.getAttributes().getLength(); i++) {
                    Node each = node.getAttributes().item(i);
                    if (!"http://www.w3.org/2000/xmlns/".equals(each.getNamespaceURI())) {
                        attributes.put(
                                each.getNamespaceURI() + ' ' + each.getLocalName(),
                                resolved(node, each.getNodeValue()));
                    }
                }
                out.append(attributes).append('>');
                for (Node child = node.getFirstChild(); child != null; child = child.getNextSibling()) {
                    out.append(expanded(child));
                }
                out.append("</>");
            }
            default -> {}
        }
        return out.toString();
    }

    private static String resolved(Node node, String text) {
        int colon = text.indexOf(':');
        return colon == 1 ? node.lookupNamespaceURI(text.substring(0, 1)) + text.substring(1) : text;
    }
}
