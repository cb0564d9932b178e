package org.sippresence.pidf;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.stax.WstxInputFactory;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import org.codehaus.stax2.XMLInputFactory2;

/** How XML of strangers is read, whatever it is: no document types, no entities, within bounds. */
public final class UntrustedXml {

    private static final int MAX_ATTRIBUTES = 64;

    private UntrustedXml() {}

    /**
     * A parser factory, which is thread-safe as long as nobody changes it.
     *
     * @param maxDepth elements inside each other
     * @param maxElements elements altogether
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

    /** Where it went wrong, and nothing of what the parser says, which is for us and not for the client; or empty. */
    public static String place(XMLStreamException e) {
        return e.getLocation() == null
                ? ""
                : " at line " + e.getLocation().getLineNumber() + ", column "
                        + e.getLocation().getColumnNumber();
    }
}
