package org.sippresence.pidf;

import org.sippresence.xml.MalformedXmlException;
import org.sippresence.xml.XmlReader;

/**
 * The only parser of presence documents. Accepts {@code application/pidf+xml} (RFC 3863) and
 * {@code application/cpim-pidf+xml} alike; {@link PidfFormat} writes them.
 *
 * <p>Strict where a wrong value would mislead watchers (root, entity, tuple ids, basic status, priority, timestamps), lenient
 * otherwise: unknown elements are kept in any position, unknown attributes of PIDF's own elements are dropped, order is not
 * checked.
 *
 * <p>Thread-safe and fast: a typical document takes some microseconds.
 */
public final class PidfCodec {

    private static final int MAX_DEPTH = 32;
    private static final int MAX_ELEMENTS = 4096;
    private static final int NAMESPACE_BUDGET = 65_536;

    private final XmlReader xml;

    /**
     * Creates a codec with a bound.
     *
     * @param maxBytes longer bodies are rejected without parsing
     */
    public PidfCodec(int maxBytes) {
        xml = new XmlReader(maxBytes, MAX_DEPTH, MAX_ELEMENTS, Namespaces::canonical);
    }

    /**
     * Parses a published body.
     *
     * @throws MalformedXmlException if it is no presence document, exceeds a bound, or uses unsupported XML features
     */
    public Pidf parse(byte[] body) throws MalformedXmlException {
        return new PidfReader(NAMESPACE_BUDGET).read(xml.read(body, Namespaces.PIDF, "presence"));
    }
}
