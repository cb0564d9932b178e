package org.sippresence.pidf;

import java.util.List;
import org.sippresence.xml.Declaration;
import org.sippresence.xml.Element;
import org.sippresence.xml.XmlWriter;

/**
 * Writes a document as PIDF, or as the older CPIM-PIDF, which differs only in its namespace. Compact: no white space between
 * PIDF's own elements. The namespaces of extensions are declared once, on the root, unless two extensions bind one prefix
 * differently.
 */
final class PidfWriter {

    private final XmlWriter out;

    private PidfWriter(String pidfNamespace) {
        out = new XmlWriter(uri -> uri.equals(Namespaces.PIDF) ? pidfNamespace : uri);
    }

    /**
     * Writes one document.
     *
     * @param pidfNamespace the namespace written in place of {@link Namespaces#PIDF}
     */
    static String print(Pidf document, String pidfNamespace) {
        PidfWriter writer = new PidfWriter(pidfNamespace);
        writer.presence(document);
        return writer.out.toString();
    }

    private void presence(Pidf document) {
        out.raw(XmlWriter.DECLARATION).raw("<presence").declare(new Declaration("", Namespaces.PIDF));
        for (Tuple each : document.tuples()) {
            hoist(each.status().extensions());
            hoist(each.extensions());
        }
        hoist(document.extensions());
        out.attribute("entity", document.entity()).raw('>');
        document.tuples().forEach(this::tuple);
        document.notes().forEach(this::note);
        document.extensions().forEach(out::element);
        out.raw("</presence>\n");
    }

    private void hoist(List<Element> extensions) {
        for (Element each : extensions) {
            out.declareUnbound(each.declarations());
        }
    }

    private void tuple(Tuple tuple) {
        out.raw("<tuple").attribute("id", tuple.id()).raw("><status>");
        switch (tuple.status().basic()) {
            case OPEN -> out.raw("<basic>open</basic>");
            case CLOSED -> out.raw("<basic>closed</basic>");
            case UNSTATED -> {}
        }
        tuple.status().extensions().forEach(out::element);
        out.raw("</status>");
        tuple.extensions().forEach(out::element);
        tuple.contact().ifPresent(this::contact);
        tuple.notes().forEach(this::note);
        tuple.timestamp().ifPresent(time -> out.element("timestamp", time));
        out.raw("</tuple>");
    }

    private void contact(Contact contact) {
        out.raw("<contact");
        contact.priority().ifPresent(priority -> out.attribute("priority", Priority.print(priority)));
        out.raw('>').text(contact.uri()).raw("</contact>");
    }

    private void note(Note note) {
        out.raw("<note");
        if (!note.lang().isEmpty()) {
            out.attribute("xml:lang", note.lang());
        }
        out.raw('>').text(note.text()).raw("</note>");
    }
}
