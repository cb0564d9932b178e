package org.sippresence.bench;

/**
 * Presence documents with a stamp: {@code LG.PRESENTITY.STAMP.} in the contact of the tuple, which each watcher that sees any
 * service sees. It tells in a NOTIFY which PUBLISH it comes from.
 */
final class LoadPidf {

    static final byte[] MARK = Draft.ascii("LG.");

    private static final byte[] HEAD = Draft.ascii("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            + "<presence xmlns=\"urn:ietf:params:xml:ns:pidf\" entity=\"");
    private static final byte[] TUPLE = Draft.ascii("\"><tuple id=\"t");
    private static final byte[] OPEN =
            Draft.ascii("\"><status><basic>open</basic></status><contact priority=\"0.8\">sip:");
    private static final byte[] CLOSED =
            Draft.ascii("\"><status><basic>closed</basic></status><contact priority=\"0.8\">sip:");
    private static final byte[] NOTE = Draft.ascii("@127.0.0.1</contact><note>");
    private static final byte[] TAIL = Draft.ascii("</note></tuple>");
    private static final byte[] END = Draft.ascii("</presence>");

    private final int size;
    private final byte[] more;
    private final byte[] filling;

    /**
     * @param size bytes of a document; longer if what must be in it is longer
     * @param more elements after the tuple
     */
    LoadPidf(int size, String more) {
        this.size = size;
        this.more = Draft.ascii(more);
        filling = Draft.ascii("x".repeat(size));
    }

    /** Puts the document of a presentity; every other one is closed. */
    void put(Draft body, LoadPublisher of) {
        int start = body.length();
        body.put(HEAD).put(of.uri()).put(TUPLE).put(of.index());
        body.put((of.stamp() & 1) == 0 ? OPEN : CLOSED);
        body.put(MARK).put(of.index()).put(LoadText.DOT).put(of.stamp()).put(LoadText.DOT);
        body.put(NOTE);
        int missing = size - (body.length() - start) - TAIL.length - more.length - END.length;
        body.put(filling, 0, Math.max(0, missing));
        body.put(TAIL).put(more).put(END);
    }
}
