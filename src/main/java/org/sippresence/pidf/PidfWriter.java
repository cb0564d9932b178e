package org.sippresence.pidf;

import java.util.List;

/**
 * Writes a document as PIDF, or as the older CPIM-PIDF, which differs only in its namespace. Compact: no white space between
 * PIDF's own elements. The namespaces of extensions are declared once, on the root, unless two extensions bind one prefix
 * differently.
 */
final class PidfWriter {

    private final XmlWriter out = new XmlWriter();
    private final NamespaceScope scope = new NamespaceScope();
    private final String pidfNamespace;

    private PidfWriter(String pidfNamespace) {
        this.pidfNamespace = pidfNamespace;
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

    /** Writes one self-contained element. */
    static String print(Element element) {
        PidfWriter writer = new PidfWriter(Namespaces.PIDF);
        writer.element(element, true);
        return writer.out.toString();
    }

    private void presence(Pidf document) {
        out.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<presence");
        declare(new Declaration("", Namespaces.PIDF));
        for (Tuple each : document.tuples()) {
            hoist(each.status().extensions());
            hoist(each.extensions());
        }
        hoist(document.extensions());
        out.attribute("entity", document.entity()).raw('>');
        document.tuples().forEach(this::tuple);
        document.notes().forEach(this::note);
        extensions(document.extensions());
        out.raw("</presence>\n");
    }

    private void hoist(List<Element> extensions) {
        for (Element element : extensions) {
            for (Declaration each : element.declarations()) {
                if (!each.prefix().isEmpty() && !scope.binds(each.prefix())) {
                    declare(each);
                }
            }
        }
    }

    private void tuple(Tuple tuple) {
        out.raw("<tuple").attribute("id", tuple.id()).raw("><status>");
        switch (tuple.status().basic()) {
            case OPEN -> out.raw("<basic>open</basic>");
            case CLOSED -> out.raw("<basic>closed</basic>");
            case UNSTATED -> {}
        }
        extensions(tuple.status().extensions());
        out.raw("</status>");
        extensions(tuple.extensions());
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

    private void extensions(List<Element> extensions) {
        for (Element each : extensions) {
            element(each, true);
        }
    }

    private void element(Element element, boolean outermost) {
        int mark = scope.mark();
        out.raw('<');
        qualified(element.prefix(), element.name());
        for (Declaration each : element.declarations()) {
            if (!outermost || !scope.binds(each.prefix(), each.uri())) {
                declare(each);
            }
        }
        ensure(element.prefix(), element.namespace());
        for (Attribute each : element.attributes()) {
            if (!each.prefix().isEmpty()) {
                ensure(each.prefix(), each.namespace());
            }
        }
        for (Attribute each : element.attributes()) {
            out.attribute(each.prefix().isEmpty() ? each.name() : each.prefix() + ':' + each.name(), each.value());
        }
        content(element);
        scope.reset(mark);
    }

    private void content(Element element) {
        if (element.content().isEmpty()) {
            out.raw("/>");
            return;
        }
        out.raw('>');
        for (Content each : element.content()) {
            if (each instanceof Element child) {
                element(child, false);
            } else if (each instanceof Text text) {
                out.text(text.value());
            }
        }
        out.raw("</");
        qualified(element.prefix(), element.name());
        out.raw('>');
    }

    private void qualified(String prefix, String name) {
        if (!prefix.isEmpty()) {
            out.raw(prefix).raw(':');
        }
        out.raw(name);
    }

    /** Adds a declaration that is missing in an element taken from elsewhere. */
    private void ensure(String prefix, String namespace) {
        if (!namespace.equals(Namespaces.XML) && !scope.binds(prefix, namespace)) {
            declare(new Declaration(prefix, namespace));
        }
    }

    private void declare(Declaration declaration) {
        scope.push(declaration);
        String uri = declaration.uri().equals(Namespaces.PIDF) ? pidfNamespace : declaration.uri();
        out.attribute(declaration.prefix().isEmpty() ? "xmlns" : "xmlns:" + declaration.prefix(), uri);
    }
}
