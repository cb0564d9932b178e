package org.sippresence.clientsubscription.xcapdiff;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sippresence.clientsubscription.NotifyListener;
import org.sippresence.model.Body;
import org.sippresence.xml.Element;
import org.sippresence.xml.MalformedXmlException;

/**
 * The changes of whole documents that an xcap-diff document reports (RFC 5874 section 4).
 *
 * @param documents entity-tags by selectors below the XCAP root; the empty string for a removed document
 */
record XcapDiffReader(Map<String, String> documents) {

    static final String NAMESPACE = "urn:ietf:params:xml:ns:xcap-diff";
    private static final List<String> OF_PARTS = List.of("element", "attribute");

    XcapDiffReader {
        documents = Map.copyOf(documents);
    }

    static XcapDiffReader read(Body body) throws MalformedXmlException {
        Element root = NotifyListener.XML.read(body.bytes(), NAMESPACE, "xcap-diff");
        root.required("xcap-root");
        Map<String, String> documents = new HashMap<>();
        for (Element each : root.children()) {
            if (each.is(NAMESPACE, "document")) {
                documents.put(
                        each.required("sel"),
                        each.attribute("new-etag").orElse("").strip());
            } else if (each.namespace().equals(NAMESPACE) && OF_PARTS.contains(each.name())) {
                documents.put(each.required("sel"), each.toString()); // differs after any change in the document
            }
        }
        return new XcapDiffReader(documents);
    }
}
