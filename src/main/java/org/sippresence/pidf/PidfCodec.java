package org.sippresence.pidf;

import com.ctc.wstx.exc.WstxLazyException;
import com.ctc.wstx.stax.WstxInputFactory;
import java.io.ByteArrayInputStream;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The only parser of presence documents. Accepts {@code application/pidf+xml} (RFC 3863) and
 * {@code application/cpim-pidf+xml} alike, in any character encoding that XML allows; {@link PidfFormat} writes them.
 *
 * <p>Document types and entities are rejected, depth and counts are bounded. Strict where a wrong value would mislead
 * watchers (root, entity, tuple ids, basic status, priority, timestamps), lenient otherwise: unknown elements are kept in any
 * position, unknown attributes of PIDF's own elements are dropped, order is not checked.
 *
 * <p>Thread-safe and fast: a typical document takes some microseconds.
 */
public final class PidfCodec {

    private static final int MAX_DEPTH = 32;
    private static final long MAX_ELEMENTS = 4096;
    private static final int NAMESPACE_BUDGET = 65_536;

    private final WstxInputFactory factory;
    private final int maxBytes;

    /**
     * Creates a codec with a bound.
     *
     * @param maxBytes longer bodies are rejected without parsing
     */
    public PidfCodec(int maxBytes) {
        this.maxBytes = maxBytes;
        factory = UntrustedXml.factory(MAX_DEPTH, MAX_ELEMENTS);
    }

    /**
     * Parses a published body.
     *
     * @throws MalformedPidfException if it is no presence document, exceeds a bound, or uses unsupported XML features
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
