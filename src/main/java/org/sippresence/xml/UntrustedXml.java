package org.sippresence.xml;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.stax.WstxInputFactory;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import org.codehaus.stax2.XMLInputFactory2;

/** Configures parsers for untrusted XML: no document types, no entities, bounded size. */
public final class UntrustedXml {

    private static final int MAX_ATTRIBUTES = 64;

    private UntrustedXml() {}

    /**
     * Creates a parser factory, which is thread-safe as long as it is not modified.
     *
     * @param maxDepth maximum nesting of elements
     * @param maxElements maximum number of elements
     */
    public static WstxInputFactory factory(int maxDepth, long maxElements) {
        WstxInputFactory factory = new WstxInputFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setProperty(XMLInputFactory2.P_LAZY_PARSING, false);
        factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_DEPTH, maxDepth);
        factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTES_PER_ELEMENT, MAX_ATTRIBUTES);
        factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_COUNT, maxElements);
        return factory;
    }

    /** Returns the position of the error, without the parser's message, which is not meant for the client; or empty. */
    public static String place(XMLStreamException e) {
        return e.getLocation() == null
                ? ""
                : " at line " + e.getLocation().getLineNumber() + ", column "
                        + e.getLocation().getColumnNumber();
    }
}
