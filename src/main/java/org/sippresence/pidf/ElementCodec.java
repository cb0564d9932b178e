package org.sippresence.pidf;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.exc.WstxLazyException;
import com.ctc.wstx.stax.WstxInputFactory;
import java.io.ByteArrayInputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.codehaus.stax2.XMLInputFactory2;

/**
 * Reads any XML document into a tree of {@link Element}s, for those packages that need to look at XML of another kind than
 * presence. Document types and entities are refused; bytes, depth and elements are bounded. Comments, processing
 * instructions and white space around the root are no part of the tree.
 *
 * <p>Thread-safe.
 */
public final class ElementCodec {

    private static final int MAX_ATTRIBUTES = 64;

    private final WstxInputFactory factory = new WstxInputFactory();
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
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setProperty(XMLInputFactory2.P_LAZY_PARSING, false);
        factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_DEPTH, maxDepth);
        factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTES_PER_ELEMENT, MAX_ATTRIBUTES);
        factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_COUNT, (long) maxElements);
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
            throw new MalformedPidfException(PidfCodec.message(e), e);
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
