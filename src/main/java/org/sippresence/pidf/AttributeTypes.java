package org.sippresence.pidf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sippresence.xml.Attribute;
import org.sippresence.xml.Declaration;

/**
 * The attributes that an element may have.
 *
 * @param known types by name; the name of the language attribute is {@code xml:lang}
 * @param others whether other attributes are allowed
 * @param required the attribute that must be present, except that a missing {@code id} is generated; empty for none
 */
record AttributeTypes(Map<String, SimpleType> known, boolean others, String required) {

    private static final String SCHEMA_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance";

    /** Removes invalid attributes. Returns the same list if all are valid; empty if the required one is missing. */
    Optional<List<Attribute>> conform(List<Attribute> attributes) {
        if (attributes.isEmpty() && required.isEmpty()) {
            return Optional.of(attributes);
        }
        List<Attribute> kept = new ArrayList<>(attributes.size());
        boolean same = true;
        boolean complete = required.isEmpty();
        for (Attribute each : attributes) {
            Optional<Attribute> valid = conform(each);
            same &= valid.filter(attribute -> attribute.equals(each)).isPresent();
            valid.ifPresent(kept::add);
            complete |= valid.isPresent()
                    && each.namespace().isEmpty()
                    && each.name().equals(required);
        }
        if (!complete && required.equals("id")) { // composition makes it unique
            kept.add(new Attribute("", "", "id", "i"));
            return Optional.of(kept);
        }
        if (!complete) {
            return Optional.empty();
        }
        return Optional.of(same ? attributes : kept);
    }

    private Optional<Attribute> conform(Attribute attribute) {
        if (attribute.namespace().equals(SCHEMA_INSTANCE)) { // xsi:type or xsi:nil would change what is valid
            return attribute.name().endsWith("chemaLocation") ? Optional.of(attribute) : Optional.empty();
        }
        String name = attribute.namespace().equals(Declaration.XML) ? "xml:" + attribute.name() : attribute.name();
        SimpleType type = attribute.namespace().isEmpty() || name.startsWith("xml:") ? known.get(name) : null;
        if (type == null && others && name.equals("xml:lang")) { // declared by XML itself, not by the extension
            type = SimpleType.LANGUAGE;
        }
        if (type == null) {
            return others ? Optional.of(attribute) : Optional.empty();
        }
        return type.conform(attribute.value())
                .map(value -> value.equals(attribute.value())
                        ? attribute
                        : new Attribute(attribute.prefix(), attribute.namespace(), attribute.name(), value));
    }
}
