package org.sippresence.xcap;

import org.sippresence.model.Body;
import org.sippresence.model.MediaType;
import org.sippresence.xml.XmlWriter;

/**
 * The reason for a 409 response (RFC 4825 section 11).
 *
 * @param element the name of the error element, such as {@code cannot-insert}
 * @param phrase one human-readable sentence
 * @param detail XML content of the error element
 */
record Conflict(String element, String phrase, String detail) {

    static final String NOT_WELL_FORMED = "not-well-formed";
    static final String NOT_A_FRAGMENT = "not-xml-frag";
    static final String NOT_AN_ATTRIBUTE_VALUE = "not-xml-att-value";
    static final String CANNOT_INSERT = "cannot-insert";
    static final String CANNOT_DELETE = "cannot-delete";
    static final String SCHEMA = "schema-validation-error";
    static final String CONSTRAINT = "constraint-failure";

    static final MediaType TYPE = new MediaType("application", "xcap-error+xml");

    static Conflict notUtf8() {
        return new Conflict("not-utf-8", "the document is not encoded in UTF-8", "");
    }

    /**
     * Creates the error for a missing parent.
     *
     * @param ancestor path of the nearest ancestor resource that exists
     */
    static Conflict noParent(String ancestor) {
        return new Conflict(
                "no-parent",
                "the parent does not exist",
                new XmlWriter().element("ancestor", ancestor).toString());
    }

    /**
     * Creates the error for a value that is not unique.
     *
     * @param field node selector of the value that is already used
     * @param free a value that is not used
     */
    static Conflict notUnique(String field, String free) {
        return new Conflict(
                "uniqueness-failure",
                "a value that must be unique is already used",
                new XmlWriter()
                        .raw("<exists")
                        .attribute("field", field)
                        .raw('>')
                        .element("alt-value", free)
                        .raw("</exists>")
                        .toString());
    }

    Body body() {
        XmlWriter out = new XmlWriter();
        out.raw(XmlWriter.DECLARATION)
                .raw("<xcap-error xmlns=\"urn:ietf:params:xml:ns:xcap-error\"><" + element)
                .attribute("phrase", phrase)
                .raw(detail.isEmpty() ? "/>" : '>' + detail + "</" + element + '>')
                .raw("</xcap-error>\n");
        return Body.of(TYPE, out.toString());
    }
}
