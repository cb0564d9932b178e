package org.sippresence.maintenance;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.sippresence.model.EventName;
import org.sippresence.pidf.Basic;
import org.sippresence.pidf.Contact;
import org.sippresence.pidf.Contribution;
import org.sippresence.pidf.Contribution.NamedTuple;
import org.sippresence.pidf.Note;
import org.sippresence.pidf.Pidf;
import org.sippresence.pidf.PidfCodec;
import org.sippresence.pidf.PidfMerge;
import org.sippresence.pidf.PublishedDocument;
import org.sippresence.pidf.Tuple;
import org.sippresence.presentity.ReportRow;
import org.sippresence.presentity.ReportRow.TupleName;
import org.sippresence.publication.Publication;
import org.sippresence.xml.Element;
import org.sippresence.xml.MalformedXmlException;
import org.sippresence.xml.XmlWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Converts published presence documents to rows of the report tables. Only publications to the event package {@code presence}
 * give rows; unreadable bodies give none. Thread-safe.
 */
final class ReportRows {

    private static final Logger LOG = LoggerFactory.getLogger(ReportRows.class);
    private static final double THOUSANDTHS = 1000;

    /** Without a size limit, since the documents were accepted before. */
    private final PidfCodec codec = new PidfCodec(Integer.MAX_VALUE);

    /**
     * Returns all rows of one presentity.
     *
     * @param publications in the order in which they were first published
     */
    List<ReportRow> of(Iterable<Publication> publications) {
        List<Publication> readable = new ArrayList<>();
        List<PublishedDocument> sources = new ArrayList<>();
        for (Publication each : publications) {
            if (each.event().equals(EventName.PRESENCE)) {
                try {
                    Pidf document = codec.parse(each.body().bytes());
                    sources.add(new PublishedDocument(each.id(), each.received(), document));
                    readable.add(each);
                } catch (MalformedXmlException e) {
                    LOG.debug(
                            "presentity={} publication={} left out: {}", each.presentity(), each.id(), e.getMessage());
                }
            }
        }
        List<Contribution> contributions = PidfMerge.contributions(sources);
        List<ReportRow> rows = new ArrayList<>();
        for (int i = 0; i < readable.size(); i++) {
            add(readable.get(i), contributions.get(i), rows);
        }
        return rows;
    }

    private static void add(Publication publication, Contribution contribution, List<ReportRow> rows) {
        for (Note each : contribution.notes()) {
            rows.add(new ReportRow.Note(publication.entityTag(), each.text(), publication.expires(), each.lang()));
        }
        for (Element each : contribution.extensions()) {
            rows.add(new ReportRow.Extension(publication.entityTag(), XmlWriter.toXml(each), publication.expires()));
        }
        for (NamedTuple each : contribution.tuples()) {
            add(publication, each, rows);
        }
    }

    private static void add(Publication publication, NamedTuple named, List<ReportRow> rows) {
        Tuple tuple = named.tuple();
        TupleName name = new TupleName(tuple.id(), named.publishedId());
        rows.add(new ReportRow.Contact(
                publication.entityTag(),
                name,
                tuple.status().basic() == Basic.OPEN,
                publication.expires(),
                tuple.contact().map(Contact::uri).orElse(""),
                priority(tuple)));
        for (Note each : tuple.notes()) {
            rows.add(new ReportRow.TupleNote(name, each.text(), each.lang()));
        }
        for (Element each : tuple.status().extensions()) {
            rows.add(new ReportRow.TupleExtension(name, XmlWriter.toXml(each), true));
        }
        for (Element each : tuple.extensions()) {
            rows.add(new ReportRow.TupleExtension(name, XmlWriter.toXml(each), false));
        }
    }

    /** Returns a priority from 0 to 1; a contact without priority ranks last (RFC 3863 section 4.1.5). */
    private static double priority(Tuple tuple) {
        return tuple.contact()
                        .map(Contact::priority)
                        .orElse(OptionalInt.empty())
                        .orElse(0)
                / THOUSANDTHS;
    }
}
