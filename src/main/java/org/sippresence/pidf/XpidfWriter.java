package org.sippresence.pidf;

import org.sippresence.xml.XmlWriter;

/**
 * Writes XPIDF, the format of an expired draft as Windows Messenger 4.7 reads it: an atom for each tuple, with one address,
 * its status, the user's activity in Microsoft's vocabulary, and at most one note.
 */
final class XpidfWriter {

    private static final String CRLF = "\r\n";
    private static final String PROLOGUE = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + CRLF
            + "<!DOCTYPE presence PUBLIC \"-//IETF//DTD RFCxxxx XPIDF 1.0//EN\" \"xpidf.dtd\">" + CRLF
            + "<presence>" + CRLF;

    private XpidfWriter() {}

    static String print(Pidf document) {
        XmlWriter out = new XmlWriter();
        out.raw(PROLOGUE).raw("<presentity").attribute("uri", document.entity() + ";method=SUBSCRIBE");
        out.raw("/>").raw(CRLF);
        Substatus substatus = Substatus.of(document);
        for (Tuple each : document.tuples()) {
            atom(out, document, each, substatus);
        }
        return out.raw("</presence>").raw(CRLF).toString();
    }

    private static void atom(XmlWriter out, Pidf document, Tuple tuple, Substatus substatus) {
        boolean open = tuple.status().basic() == Basic.OPEN;
        out.raw("<atom").attribute("id", tuple.id()).raw('>').raw(CRLF);
        out.raw("<address").attribute("uri", tuple.contact().map(Contact::uri).orElse(document.entity()));
        if (tuple.rank() >= 0) {
            out.attribute("priority", Priority.print(tuple.rank()));
        }
        out.raw('>').raw(CRLF);
        out.raw("<status")
                .attribute("status", open ? "open" : "closed")
                .raw("/>")
                .raw(CRLF);
        if (open) {
            out.raw("<msnsubstatus").attribute("substatus", substatus.word()).raw("/>");
            out.raw(CRLF);
        }
        if (!tuple.notes().isEmpty()) { // the format allows only one
            out.element("note", tuple.notes().get(0).text()).raw(CRLF);
        }
        out.raw("</address>").raw(CRLF).raw("</atom>").raw(CRLF);
    }
}
