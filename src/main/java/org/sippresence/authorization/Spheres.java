package org.sippresence.authorization;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.sippresence.pidf.Namespaces;
import org.sippresence.pidf.Pidf;
import org.sippresence.xml.Element;

/** Determines the sphere of a presentity. Pure functions. */
public final class Spheres {

    private Spheres() {}

    /**
     * Returns the sphere of the document's persons (RFC 5025 section 3.1.2).
     *
     * @param document composed of all publications
     * @return in lower case; empty if no person has one or two differ
     */
    public static Optional<String> of(Pidf document) {
        Set<String> all = new HashSet<>();
        for (Element person : document.extensions()) {
            for (Element each : person.is(Namespaces.DATA_MODEL, "person") ? person.children() : List.<Element>of()) {
                if (each.is(Namespaces.RPID, "sphere")) {
                    all.add(value(each));
                }
            }
        }
        all.remove("");
        return all.size() == 1 ? Optional.of(all.iterator().next()) : Optional.empty();
    }

    /** Returns the value: an element of RFC 4480 section 3.10, such as {@code <work/>}, or free text. */
    private static String value(Element sphere) {
        List<Element> words = sphere.children();
        boolean own = words.isEmpty() || words.get(0).name().equals("other");
        String value = own ? sphere.text() : words.get(0).name();
        return value.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    }
}
