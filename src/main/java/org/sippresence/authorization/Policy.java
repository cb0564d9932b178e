package org.sippresence.authorization;

import java.util.List;
import org.sippresence.xml.Element;
import org.sippresence.xml.MalformedXmlException;
import org.sippresence.xml.XmlReader;

/** The common structure of presence rules and message rules: a rule set of RFC 4745 with its namespaces and bounds. */
final class Policy {

    /** The namespace of RFC 4745. */
    static final String COMMON_POLICY = "urn:ietf:params:xml:ns:common-policy";
    /** The namespace of RFC 5025. */
    static final String PRES_RULES = "urn:ietf:params:xml:ns:pres-rules";
    /** The namespace of OMA XDM Core. */
    static final String OMA_POLICY = "urn:oma:xml:xdm:common-policy";
    /** The namespace of OMA Presence XDM. */
    static final String OMA_PRES_RULES = "urn:oma:xml:prs:pres-rules";
    /** The namespace of SER's rules for MESSAGE. */
    static final String IM_RULES = "urn:iptel:xml:ns:im-rules";

    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_DEPTH = 32;
    private static final int MAX_ELEMENTS = 100_000;
    private static final int MAX_RULES = 5_000;

    private static final XmlReader XML = new XmlReader(MAX_BYTES, MAX_DEPTH, MAX_ELEMENTS);

    private Policy() {}

    /**
     * Reads the rules of a document.
     *
     * @return the {@code rule} elements, in document order
     */
    static List<Element> rules(byte[] document) throws MalformedXmlException {
        List<Element> rules = XML.read(document, COMMON_POLICY, "ruleset").children("rule");
        if (rules.size() > MAX_RULES) {
            throw new MalformedXmlException("more than " + MAX_RULES + " rules");
        }
        return rules;
    }

    static String id(Element rule) {
        return rule.attribute("id").orElse("").strip();
    }

    /** Returns the children of all parts with this name: {@code conditions}, {@code actions} or {@code transformations}. */
    static List<Element> part(Element rule, String name) {
        return rule.children().stream()
                .filter(each -> each.is(COMMON_POLICY, name))
                .flatMap(each -> each.children().stream())
                .toList();
    }
}
