package org.sippresence.xcap;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.sippresence.model.Aor;
import org.sippresence.xcap.ApplicationUsage.Candidate;

/** Resource lists: the schema of RFC 4826 section 3.2 and the constraints of section 3.4.5. */
final class ResourceLists {

    static final String NAMESPACE = "urn:ietf:params:xml:ns:resource-lists";

    private static final Pattern ABSOLUTE = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:[^\\s<>\"]+");
    private static final Pattern HTTP = Pattern.compile("(?i)https?://[^\\s<>\"]+");
    private static final Pattern RELATIVE = Pattern.compile("[^\\s<>\":/]+(?:/[^\\s<>\"]*)?");

    /** The attribute that must be unique among siblings, by element name. */
    private static final Map<String, String> UNIQUE =
            Map.of("list", "name", "entry", "uri", "entry-ref", "ref", "external", "anchor");

    void check(Candidate candidate) throws ConflictException {
        candidate.requireRoot(NAMESPACE, "resource-lists");
        DocumentSchema.check(candidate.document());
        checkSiblings(candidate.root(), "resource-lists");
        for (XmlElement list : candidate.root().children()) {
            checkList(list, "resource-lists/" + list.name().getLocalPart());
        }
    }

    /** Checks the constraints of a schema-valid list, also for lists in other kinds of documents. */
    void checkList(XmlElement list, String path) throws ConflictException {
        for (XmlElement child : list.children()) {
            if (child.name().getNamespaceURI().equals(NAMESPACE)) {
                checkChild(child, path);
            }
        }
        checkSiblings(list, path);
    }

    private void checkChild(XmlElement child, String path) throws ConflictException {
        switch (child.name().getLocalPart()) {
            case "list" -> checkList(child, path + "/list");
            case "entry" -> constrain(ABSOLUTE, child, "uri", "the uri of an entry is no absolute URI");
            case "entry-ref" -> constrain(RELATIVE, child, "ref", "the ref of an entry-ref is no relative path");
            case "external" -> constrain(HTTP, child, "anchor", "the anchor of an external is no HTTP URI");
            default -> {} // a display-name
        }
    }

    /** Checks the uniqueness of attributes among siblings. */
    private static void checkSiblings(XmlElement parent, String path) throws ConflictException {
        Map<String, Set<String>> taken = new HashMap<>();
        for (XmlElement child : parent.children()) {
            String kind = child.name().getLocalPart();
            String attribute = UNIQUE.get(kind);
            boolean counts = attribute != null
                    && child.name().getNamespaceURI().equals(NAMESPACE)
                    && child.value(attribute).isPresent();
            if (counts) {
                String value = child.value(attribute).get();
                Set<String> others = taken.computeIfAbsent(kind, unused -> new HashSet<>());
                if (!others.add(canonical(value))) {
                    String field = path + '/' + kind + "[@" + attribute + "=\"" + value + "\"]/@" + attribute;
                    throw new ConflictException(Conflict.notUnique(field, free(value, others)));
                }
            }
        }
    }

    /** Returns the canonical form of a URI for comparison; any other value unchanged. */
    static String canonical(String value) {
        return Aor.tryParse(value).map(Aor::uri).orElse(value);
    }

    /** Returns a value similar to the given one that is not among those already used. */
    static String free(String value, Set<String> taken) {
        int at = value.indexOf('@');
        int cut = at < 0 ? value.length() : at;
        int number = 2;
        while (taken.contains(canonical(numbered(value, cut, number)))) {
            number++;
        }
        return numbered(value, cut, number);
    }

    private static String numbered(String value, int cut, int number) {
        return value.substring(0, cut) + '-' + number + value.substring(cut);
    }

    private static void constrain(Pattern pattern, XmlElement element, String attribute, String otherwise)
            throws ConflictException {
        constrain(pattern, element.value(attribute).orElse("").strip(), otherwise);
    }

    private static void constrain(Pattern pattern, String value, String otherwise) throws ConflictException {
        if (!pattern.matcher(value).matches()) {
            throw new ConflictException(Conflict.CONSTRAINT, otherwise);
        }
    }

    static void requireHttp(String value, String otherwise) throws ConflictException {
        constrain(HTTP, value, otherwise);
    }

    static void requireAbsolute(String value, String otherwise) throws ConflictException {
        constrain(ABSOLUTE, value, otherwise);
    }
}
