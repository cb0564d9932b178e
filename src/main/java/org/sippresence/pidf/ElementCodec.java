package org.sippresence.pidf;

import com.ctc.wstx.exc.WstxLazyException;
import com.ctc.wstx.stax.WstxInputFactory;
import java.io.ByteArrayInputStream;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Parses any XML document into a tree of {@link Element}s, for packages that read XML other than presence documents. Document
 * types and entities are rejected; bytes, depth and number of elements are bounded. Comments, processing instructions and
 * white space around the root are dropped.
 *
 * <p>Thread-safe.
 */
public final class ElementCodec {

    private final WstxInputFactory factory;
    private final int maxBytes;

    /**
     * Creates a codec with bounds.
     *
     * @param maxBytes longer documents are rejected without parsing
     * @param maxDepth maximum nesting of elements
     * @param maxElements maximum number of elements
     */
    public ElementCodec(int maxBytes, int maxDepth, int maxElements) {
        this.maxBytes = maxBytes;
        factory = UntrustedXml.factory(maxDepth, maxElements);
    }

    /**
     * Parses a document.
     *
     * @return its root
     * @throws MalformedPidfException if it is not well-formed, or exceeds a bound; the message is one line without any of the
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
