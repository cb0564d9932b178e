package org.sippresence.sipclient;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * Evaluates XPath on a document. Names are matched by {@code local-name()}, so no prefixes are needed, but each name
 * must follow a slash: {@code tuple[./status]}.
 */
public final class TestXml {

    private final Document document;

    private TestXml(Document document) {
        this.document = document;
    }

    /**
     * Parses a document; external DTDs are not loaded.
     *
     * @throws AssertionError if it is not well-formed
     */
    public static TestXml of(String text) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
            return new TestXml(factory.newDocumentBuilder().parse(new InputSource(new StringReader(text))));
        } catch (ParserConfigurationException | IOException | SAXException e) {
            throw new AssertionError("not well-formed: " + text, e);
        }
    }

    public String rootNamespace() {
        String namespace = document.getDocumentElement().getNamespaceURI();
        return namespace == null ? "" : namespace;
    }

    public String rootName() {
        return document.getDocumentElement().getLocalName();
    }

    /** String values of the nodes; {@code /presence/tuple/@id} finds elements of any namespace. */
    public List<String> values(String path) {
        NodeList nodes = nodes(path);
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> nodes.item(i).getTextContent())
                .toList();
    }

    public int count(String path) {
        return nodes(path).getLength();
    }

    private NodeList nodes(String path) {
        String anyNamespace = path.replaceAll("(?<=/)([A-Za-z][\\w-]*)", "*[local-name()='$1']");
        try {
            return (NodeList)
                    XPathFactory.newInstance().newXPath().evaluate(anyNamespace, document, XPathConstants.NODESET);
        } catch (XPathExpressionException e) {
            throw new IllegalArgumentException(path, e);
        }
    }
}
