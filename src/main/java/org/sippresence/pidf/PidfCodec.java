package org.sippresence.pidf;

import com.ctc.wstx.exc.WstxLazyException;
import com.ctc.wstx.stax.WstxInputFactory;
import java.io.ByteArrayInputStream;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

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
    private static final long MAX_ELEMENTS = 4096;
    private static final int NAMESPACE_BUDGET = 65_536;

    private final WstxInputFactory factory;
    private final int maxBytes;

    /**
     * A codec with a bound.
     *
     * @param maxBytes longer bodies are refused unread
     */
    public PidfCodec(int maxBytes) {
        this.maxBytes = maxBytes;
        factory = UntrustedXml.factory(MAX_DEPTH, MAX_ELEMENTS);
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
            throw new MalformedPidfException("not well-formed XML" + UntrustedXml.place(e), e);
        } catch (WstxLazyException e) {
            throw new MalformedPidfException("not well-formed XML", e);
        }
    }
}
