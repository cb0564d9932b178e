package org.sippresence.xcap;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import javax.xml.namespace.QName;

/**
 * Picks one node of a document (RFC 4825 section 6.3).
 *
 * @param steps from the root downwards, at least one
 */
record NodeSelector(List<Step> steps, Terminal terminal) {

    /**
     * One step down.
     *
     * @param name empty for any
     * @param position from 1
     * @param written as the client wrote it
     */
    record Step(Optional<QName> name, OptionalInt position, Optional<AttributeTest> test, String written) {

        /** The children that have the step's name, in their order. */
        List<XmlElement> named(List<XmlElement> children) {
            return children.stream()
                    .filter(each -> name.isEmpty() || name.get().equals(each.name()))
                    .toList();
        }

        /** The one child that is meant; empty if none or more than one is. */
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

    /** What an attribute must be. */
    record AttributeTest(QName attribute, String value) {

        boolean matches(XmlElement element) {
            return element.attribute(attribute)
                    .filter(found -> found.value().equals(value))
                    .isPresent();
        }
    }

    /** What of the element is meant. */
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

    /** What stands above the element that is meant; empty if that is the root or nothing stands there. */
    Optional<XmlElement> parent(XmlElement root) {
        return steps.size() < 2 ? Optional.empty() : descend(root, steps.size() - 1);
    }

    /** How many steps lead to something. */
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
