package org.sippresence.pidf;

import java.util.List;
import org.sippresence.xml.Element;

/**
 * A presence document (RFC 3863 section 4.1.1), equal by value. Excludes white space between PIDF's own elements, comments
 * and processing instructions.
 *
 * @param entity the presentity's URI as in the document; not empty
 * @param extensions elements that PIDF does not define, such as the data model's person and device, in document order
 */
public record Pidf(String entity, List<Tuple> tuples, List<Note> notes, List<Element> extensions) {

    public Pidf {
        if (entity.isEmpty()) {
            throw new IllegalArgumentException("presence without entity");
        }
        tuples = List.copyOf(tuples);
        notes = List.copyOf(notes);
        extensions = List.copyOf(extensions);
    }

    /** Whether at least one tuple is open. */
    public boolean online() {
        return tuples.stream().anyMatch(each -> each.status().basic() == Basic.OPEN);
    }
}
