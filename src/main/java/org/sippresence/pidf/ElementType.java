package org.sippresence.pidf;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sippresence.xml.Attribute;
import org.sippresence.xml.Content;
import org.sippresence.xml.Content.Text;
import org.sippresence.xml.Element;

/** The type of an element in a schema. Immutable. */
sealed interface ElementType {

    /**
     * Returns the element without the parts that its type does not allow.
     *
     * @return the same instance if it is valid; empty if nothing valid remains
     */
    Optional<Element> conform(Element element);

    /** Neither content nor attributes. */
    record Empty() implements ElementType {

        @Override
        public Optional<Element> conform(Element element) {
            return Optional.of(
                    element.content().isEmpty() && element.attributes().isEmpty()
                            ? element
                            : element.withAttributes(List.of()).withContent(List.of()));
        }
    }

    /** Only text. */
    record Simple(SimpleType text, AttributeTypes attributes) implements ElementType {

        @Override
        public Optional<Element> conform(Element element) {
            Optional<List<Attribute>> kept = attributes.conform(element.attributes());
            if (kept.isEmpty() || !isText(element.content())) {
                return Optional.empty();
            }
            String published = element.text();
            return text.conform(published).map(valid -> {
                Element result = kept.get() == element.attributes() ? element : element.withAttributes(kept.get());
                return valid.equals(published) ? result : result.withContent(List.of(new Text(valid)));
            });
        }
    }

    private static boolean isText(List<Content> content) {
        for (Content each : content) {
            if (each instanceof Element) {
                return false;
            }
        }
        return true;
    }

    /**
     * A position in a sequence.
     *
     * @param own elements of the parent's namespace by name
     * @param others whether elements of other namespaces are allowed here
     * @param max maximum number of elements; ignored while the slot holds only elements of other namespaces
     */
    record Slot(Map<String, ElementType> own, boolean others, int min, int max) {

        boolean takes(Element child, String namespace) {
            return child.namespace().equals(namespace)
                    ? own.containsKey(child.name())
                    : others && !child.namespace().isEmpty();
        }

        boolean hasRoom(List<Element> taken, Element child, String namespace) {
            return taken.size() < max
                    || (!child.namespace().equals(namespace)
                            && taken.stream().noneMatch(each -> each.namespace().equals(namespace)));
        }

        Optional<Element> conform(Element child, String namespace) {
            return child.namespace().equals(namespace)
                    ? own.get(child.name()).conform(child)
                    : ExtensionSchemas.conform(child);
        }
    }

    /**
     * Elements in the order of their slots.
     *
     * @param alone an element that excludes all others except notes; empty for none
     * @param mixed whether text is allowed
     */
    record Sequence(List<Slot> slots, AttributeTypes attributes, String alone, boolean mixed) implements ElementType {

        @Override
        public Optional<Element> conform(Element element) {
            return attributes
                    .conform(element.attributes())
                    .flatMap(kept -> content(element)
                            .map(content -> content == element.content() && kept == element.attributes()
                                    ? element
                                    : element.withAttributes(kept).withContent(content)));
        }

        @SuppressWarnings("ReferenceEquality") // identity means that nothing was changed
        private Optional<List<Content>> content(Element element) {
            List<List<Element>> taken = new ArrayList<>(slots.size());
            for (int i = 0; i < slots.size(); i++) {
                taken.add(new ArrayList<>(2));
            }
            boolean same = true;
            int last = 0;
            for (Content each : element.content()) {
                if (each instanceof Element child) {
                    int slot = take(child, element.namespace(), taken);
                    same &= slot >= last && taken.get(slot).get(taken.get(slot).size() - 1) == child;
                    last = Math.max(last, slot);
                } else if (each instanceof Text text) {
                    same &= mixed || text.value().isBlank();
                }
            }
            same &= !removeAlone(element.namespace(), taken);
            for (int i = 0; i < taken.size(); i++) {
                if (taken.get(i).size() < slots.get(i).min()) {
                    return Optional.empty();
                }
            }
            return Optional.of(same ? element.content() : rebuilt(element, taken));
        }

        /** Adds a child to its slot and returns the slot's index; -1 if it is not valid in any. */
        private int take(Element child, String namespace, List<List<Element>> taken) {
            for (int i = 0; i < slots.size(); i++) {
                Slot slot = slots.get(i);
                if (slot.takes(child, namespace)) {
                    Optional<Element> valid = slot.conform(child, namespace);
                    if (valid.isEmpty() || !slot.hasRoom(taken.get(i), child, namespace)) {
                        return -1;
                    }
                    taken.get(i).add(valid.get());
                    return i;
                }
            }
            return -1;
        }

        private boolean removeAlone(String namespace, List<List<Element>> taken) {
            if (alone.isEmpty()) {
                return false;
            }
            int choices = 0;
            for (List<Element> each : taken) {
                for (Element one : each) {
                    choices += one.is(namespace, "note") ? 0 : 1;
                }
            }
            boolean removed = false;
            for (List<Element> each : taken) {
                removed |= choices > 1 && each.removeIf(one -> one.is(namespace, alone));
            }
            return removed;
        }

        private List<Content> rebuilt(Element element, List<List<Element>> taken) {
            List<Content> content = new ArrayList<>();
            if (mixed) {
                element.content().stream().filter(Text.class::isInstance).forEach(content::add);
            }
            taken.forEach(content::addAll);
            return Collections.unmodifiableList(content);
        }
    }
}
