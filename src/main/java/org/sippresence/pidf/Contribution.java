package org.sippresence.pidf;

import java.util.List;
import java.util.Objects;
import org.sippresence.xml.Element;

/**
 * The part of the composed document that one publication contributes; see {@link PidfMerge#contributions}.
 *
 * @param publication its {@link PublishedDocument#id}
 * @param tuples in the order of the published document
 * @param notes of the presentity, including those that other publications contain too
 * @param extensions of the document, with their ids in the composed document
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
     * @param tuple with its id in the composed document
     * @param publishedId its id in the publication
     */
    public record NamedTuple(Tuple tuple, String publishedId) {
        public NamedTuple {
            Objects.requireNonNull(tuple, "tuple");
            Objects.requireNonNull(publishedId, "publishedId");
        }
    }
}
