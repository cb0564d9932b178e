package org.sippresence.pidf;

import com.ctc.wstx.exc.WstxLazyException;
import com.ctc.wstx.stax.WstxInputFactory;
import java.io.ByteArrayInputStream;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads any XML document into a tree of {@link Element}s, for those packages that need to look at XML of another kind than
 * presence. Document types and entities are refused; bytes, depth and elements are bounded. Comments, processing
 * instructions and white space around the root are no part of the tree.
 *
 * <p>Thread-safe.
 */
public final class ElementCodec {

    private final WstxInputFactory factory;
    private final int maxBytes;

    /**
     * A codec with bounds.
     *
     * @param maxBytes longer documents are refused unread
     * @param maxDepth elements inside each other
     * @param maxElements elements altogether
     */
    public ElementCodec(int maxBytes, int maxDepth, int maxElements) {
        this.maxBytes = maxBytes;
        factory = UntrustedXml.factory(maxDepth, maxElements);
    }

    /**
     * Reads a document.
     *
     * @return its root
     * @throws MalformedPidfException if it is not well-formed, or over a bound; the message is one line without any of the
     *     document's text
     */
    public Element parse(byte[] document) throws MalformedPidfException {
        if (document.length > maxBytes) {
            throw new MalformedPidfException("document is too large");
        }
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(document));
            try {
                return root(reader);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            throw new MalformedPidfException("not well-formed XML" + UntrustedXml.place(e), e);
        } catch (WstxLazyException e) {
            throw new MalformedPidfException("not well-formed XML", e);
        }
    }

    private static Element root(XMLStreamReader reader) throws XMLStreamException, MalformedPidfException {
        PidfReader.toRoot(reader);
        Element root = new ElementReader(reader).read();
        while (reader.next() != XMLStreamConstants.END_DOCUMENT) {
            ElementReader.refuseReference(reader.getEventType());
        }
        return root;
    }
}
