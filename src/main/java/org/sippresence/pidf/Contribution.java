package org.sippresence.pidf;

import java.util.List;
import java.util.Objects;

/**
 * What one publication adds to the composed document, as {@link PidfMerge#contributions} tells.
 *
 * @param publication its {@link PublishedDocument#id}
 * @param tuples in the order of the published document
 * @param notes of the presentity, also those that another publication says too
 * @param extensions of the document, with the ids that they have in the composed one
 */
public record Contribution(String publication, List<NamedTuple> tuples, List<Note> notes, List<Element> extensions) {

    public Contribution {
        Objects.requireNonNull(publication, "publication");
        tuples = List.copyOf(tuples);
        notes = List.copyOf(notes);
        extensions = List.copyOf(extensions);
    }

    /**
     * A tuple with both its ids.
     *
     * @param tuple with the id that it has in the composed document
     * @param publishedId the id that its publisher gave it
     */
    public record NamedTuple(Tuple tuple, String publishedId) {
        public NamedTuple {
            Objects.requireNonNull(tuple, "tuple");
            Objects.requireNonNull(publishedId, "publishedId");
        }
    }
}
