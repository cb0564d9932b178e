package org.sippresence.xcap;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import javax.xml.namespace.QName;

/**
 * Selects one node of a document (RFC 4825 section 6.3).
 *
 * @param steps from the root downwards, at least one
 */
record NodeSelector(List<Step> steps, Terminal terminal) {

    /**
     * One step.
     *
     * @param name empty for any name
     * @param position starts at 1
     * @param written the step as the client wrote it
     */
    record Step(Optional<QName> name, OptionalInt position, Optional<AttributeTest> test, String written) {

        /** Returns the children that match the name of the step, in document order. */
        List<XmlElement> named(List<XmlElement> children) {
            return children.stream()
                    .filter(each -> name.isEmpty() || name.get().equals(each.name()))
                    .toList();
        }

        /** Returns the child that the step selects; empty if none or several match. */
        Optional<XmlElement> pick(List<XmlElement> children) {
            List<XmlElement> candidates = named(children);
            if (position.isPresent()) {
                candidates = position.getAsInt() <= candidates.size()
                        ? List.of(candidates.get(position.getAsInt() - 1))
                        : List.of();
            }
            List<XmlElement> matching = candidates.stream()
                    .filter(each -> test.isEmpty() || test.get().matches(each))
                    .toList();
            return matching.size() == 1 ? Optional.of(matching.get(0)) : Optional.empty();
        }
    }

    /** A test of an attribute's value. */
    record AttributeTest(QName attribute, String value) {

        boolean matches(XmlElement element) {
            return element.attribute(attribute)
                    .filter(found -> found.value().equals(value))
                    .isPresent();
        }
    }

    /** The part of the selected element that the selector refers to. */
    sealed interface Terminal {

        record Whole() implements Terminal {}

        record Attribute(QName name, String written) implements Terminal {}

        record Namespaces() implements Terminal {}
    }

    NodeSelector {
        steps = List.copyOf(steps);
    }

    Optional<XmlElement> element(XmlElement root) {
        return descend(root, steps.size());
    }

    /** Returns the parent of the selected element; empty if the element is the root or the parent does not exist. */
    Optional<XmlElement> parent(XmlElement root) {
        return steps.size() < 2 ? Optional.empty() : descend(root, steps.size() - 1);
    }

    /** Returns the number of leading steps that select an existing element. */
    int reach(XmlElement root) {
        int reached = 0;
        while (reached < steps.size() && descend(root, reached + 1).isPresent()) {
            reached++;
        }
        return reached;
    }

    private Optional<XmlElement> descend(XmlElement root, int depth) {
        Optional<XmlElement> found = steps.get(0).pick(List.of(root));
        for (int i = 1; i < depth && found.isPresent(); i++) {
            found = steps.get(i).pick(found.get().children());
        }
        return found;
    }

    Step last() {
        return steps.get(steps.size() - 1);
    }

    boolean isWhole() {
        return terminal instanceof Terminal.Whole;
    }
}
