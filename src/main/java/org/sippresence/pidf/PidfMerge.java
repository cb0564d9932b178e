package org.sippresence.pidf;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sippresence.model.Aor;
import org.sippresence.pidf.Contribution.NamedTuple;
import org.sippresence.xml.Attribute;
import org.sippresence.xml.Content;
import org.sippresence.xml.Element;

/**
 * Composes the documents of several publications of one presentity into one document, compatible with SER's composition: all
 * tuples, notes and extensions of all of them. Pure functions.
 *
 * <ul>
 *   <li>The entity is the presentity, whatever the publishers wrote.
 *   <li>Tuple ids are generated: two publishers may both use {@code t1} and contribute two tuples. An id is stable while
 *       its publication exists and names the tuple the same.
 *   <li>Tuples are sorted by the priority of their contacts, highest first, those without priority last; ties by the time
 *       of the document, newest first, then in published order. Notes and extensions: newest document first.
 *   <li>Presumed state, such as that derived from registered contacts, follows all published state, except that a
 *       priority above 0 sorts its tuple by priority.
 *   <li>Extensions are kept unchanged. Only an {@code id} of the presence data model (RFC 4479) or its relatives that an
 *       older publication uses too is replaced, because it must be unique in a document.
 *   <li>Equal presence notes are merged into one.
 *   <li>A document without any tuple gets the closed one of {@link #offline}: many clients show nothing without a tuple.
 * </ul>
 */
public final class PidfMerge {

    private static final Comparator<PublishedDocument> NEWEST_FIRST = Comparator.comparing(PublishedDocument::presumed)
            .thenComparing(PublishedDocument::received, Comparator.reverseOrder());
    private static final String OFFLINE = "offline";

    private PidfMerge() {}

    /**
     * Composes one document.
     *
     * @param sources the live publications, in the order of their first publication
     */
    public static Pidf merge(Aor presentity, List<PublishedDocument> sources) {
        if (sources.isEmpty()) {
            return offline(presentity);
        }
        List<PublishedDocument> named = named(sources);
        Collections.reverse(named); // of two documents of the same instant, the later first publication comes first
        named.sort(NEWEST_FIRST);
        List<Tuple> tuples = new ArrayList<>();
        List<Tuple> last = new ArrayList<>();
        Set<Note> notes = new LinkedHashSet<>();
        List<Element> extensions = new ArrayList<>();
        for (PublishedDocument each : named) {
            for (Tuple tuple : each.document().tuples()) {
                (each.presumed() && tuple.rank() <= 0 ? last : tuples).add(tuple);
            }
            notes.addAll(each.document().notes());
            extensions.addAll(each.document().extensions());
        }
        tuples.sort(Comparator.comparingInt(Tuple::rank).reversed());
        tuples.addAll(last);
        if (tuples.isEmpty()) {
            tuples.add(closed(presentity));
        }
        return new Pidf(presentity.uri(), tuples, List.copyOf(notes), extensions);
    }

    /**
     * Returns the contribution of each publication to the composed document, with the ids in it; merges nothing.
     *
     * @param sources as for {@link #merge}
     * @return one for each source, in the same order
     */
    public static List<Contribution> contributions(List<PublishedDocument> sources) {
        List<PublishedDocument> named = named(sources);
        List<Contribution> all = new ArrayList<>(named.size());
        for (int i = 0; i < named.size(); i++) {
            Pidf ours = named.get(i).document();
            List<Tuple> published = sources.get(i).document().tuples();
            List<NamedTuple> tuples = new ArrayList<>(published.size());
            for (int j = 0; j < published.size(); j++) {
                tuples.add(new NamedTuple(ours.tuples().get(j), published.get(j).id()));
            }
            all.add(new Contribution(sources.get(i).id(), tuples, ours.notes(), ours.extensions()));
        }
        return all;
    }

    /** Returns the document of a presentity without publications: one closed tuple without contact. */
    public static Pidf offline(Aor presentity) {
        return new Pidf(presentity.uri(), List.of(closed(presentity)), List.of(), List.of());
    }

    private static Tuple closed(Aor presentity) {
        return Tuple.of(new DocumentIds().derive(OFFLINE, presentity.uri()), TupleStatus.CLOSED);
    }

    private static List<PublishedDocument> named(List<PublishedDocument> sources) {
        List<PublishedDocument> named = new ArrayList<>(sources.size());
        DocumentIds ids = new DocumentIds();
        for (PublishedDocument each : sources) { // the oldest keeps its ids: a new one does not change others
            named.add(new PublishedDocument(each.id(), each.received(), named(each, ids), each.presumed()));
        }
        return named;
    }

    /** Returns the document with its ids in the composed document. */
    private static Pidf named(PublishedDocument source, DocumentIds ids) {
        Pidf document = source.document();
        List<Tuple> tuples = new ArrayList<>(document.tuples().size());
        for (Tuple each : document.tuples()) {
            TupleStatus status =
                    new TupleStatus(each.status().basic(), named(each.status().extensions(), source, ids));
            tuples.add(each.withId(ids.derive(source.id(), each.id()))
                    .withExtensions(status, named(each.extensions(), source, ids)));
        }
        return new Pidf(document.entity(), tuples, document.notes(), named(document.extensions(), source, ids));
    }

    private static List<Element> named(List<Element> elements, PublishedDocument source, DocumentIds ids) {
        if (elements.isEmpty()) {
            return elements;
        }
        List<Element> all = new ArrayList<>(elements.size());
        for (Element each : elements) {
            all.add(named(each, source, ids));
        }
        return all;
    }

    private static Element named(Element element, PublishedDocument source, DocumentIds ids) {
        Element result = element;
        Optional<String> id = hasXmlId(element) ? element.attribute("id") : Optional.empty();
        if (id.isPresent() && !ids.take(id.get())) {
            result = renamed(element, ids.derive(source.id(), id.get()));
        }
        List<Content> content = new ArrayList<>(element.content().size());
        boolean changed = false;
        for (Content each : element.content()) {
            Content kept = each instanceof Element child ? named(child, source, ids) : each;
            changed |= kept != each;
            content.add(kept);
        }
        return changed ? result.withContent(content) : result;
    }

    /** Whether the {@code id} is an xs:ID, as in the schemas of PIDF's extensions; elsewhere its meaning is unknown. */
    private static boolean hasXmlId(Element element) {
        return element.namespace().startsWith(Namespaces.PIDF);
    }

    private static Element renamed(Element element, String newId) {
        List<Attribute> attributes = new ArrayList<>(element.attributes());
        attributes.replaceAll(each ->
                each.namespace().isEmpty() && each.name().equals("id") ? new Attribute("", "", "id", newId) : each);
        return element.withAttributes(attributes);
    }
}
