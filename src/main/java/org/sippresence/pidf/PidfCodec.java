package org.sippresence.pidf;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.exc.WstxLazyException;
import com.ctc.wstx.stax.WstxInputFactory;
import java.io.ByteArrayInputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.codehaus.stax2.XMLInputFactory2;

/**
 * The one place where bytes become presence documents. Reads {@code application/pidf+xml} (RFC 3863) and
 * {@code application/cpim-pidf+xml} alike, in any character set that XML allows; {@link PidfFormat} prints.
 *
 * <p>Document types and entities are refused, depth and counts are bounded. Strict where a wrong value would mislead
 * watchers (root, entity, tuple ids, basic status, priority, timestamps), lenient otherwise: unknown elements are kept
 * wherever they stand, unknown attributes of PIDF's own elements are dropped, order is not checked.
 *
 * <p>Thread-safe and cheap to call: a usual document takes some microseconds.
 */
public final class PidfCodec {

    private static final int MAX_DEPTH = 32;
    private static final int MAX_ATTRIBUTES = 64;
    private static final long MAX_ELEMENTS = 4096;
    private static final int NAMESPACE_BUDGET = 65_536;

    private final WstxInputFactory factory = new WstxInputFactory();
    private final int maxBytes;

    /**
     * A codec with a bound.
     *
     * @param maxBytes longer bodies are refused unread
     */
    public PidfCodec(int maxBytes) {
        this.maxBytes = maxBytes;
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setProperty(XMLInputFactory2.P_LAZY_PARSING, false);
        factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_DEPTH, MAX_DEPTH);
        factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTES_PER_ELEMENT, MAX_ATTRIBUTES);
        factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_COUNT, MAX_ELEMENTS);
    }

    /**
     * Reads a published body.
     *
     * @throws MalformedPidfException if it is no presence document, or too large, deep or odd to be taken
     */
    public Pidf parse(byte[] body) throws MalformedPidfException {
        if (body.length > maxBytes) {
            throw new MalformedPidfException("presence document is too large");
        }
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(body));
            try {
                return new PidfReader(reader, NAMESPACE_BUDGET).read();
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            throw new MalformedPidfException(message(e), e);
        } catch (WstxLazyException e) {
            throw new MalformedPidfException("not well-formed XML", e);
        }
    }

    /** Where it went wrong, and nothing of what the parser says: that is for us, not for the client. */
    static String message(XMLStreamException e) {
        return e.getLocation() == null
                ? "not well-formed XML"
                : "not well-formed XML at line " + e.getLocation().getLineNumber() + ", column "
                        + e.getLocation().getColumnNumber();
    }
}
