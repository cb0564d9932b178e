package org.sippresence.bench;

/**
 * Presence documents with a stamp: {@code LG.PRESENTITY.STAMP.} in the contact of the tuple, which each watcher that sees any
 * service sees. It identifies the PUBLISH in each NOTIFY.
 */
final class LoadPidf {

    static final byte[] MARK = MessageBuffer.ascii("LG.");

    private static final byte[] HEAD = MessageBuffer.ascii("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            + "<presence xmlns=\"urn:ietf:params:xml:ns:pidf\" entity=\"");
    private static final byte[] TUPLE = MessageBuffer.ascii("\"><tuple id=\"t");
    private static final byte[] OPEN =
            MessageBuffer.ascii("\"><status><basic>open</basic></status><contact priority=\"0.8\">sip:");
    private static final byte[] CLOSED =
            MessageBuffer.ascii("\"><status><basic>closed</basic></status><contact priority=\"0.8\">sip:");
    private static final byte[] NOTE = MessageBuffer.ascii("@127.0.0.1</contact><note>");
    private static final byte[] TAIL = MessageBuffer.ascii("</note></tuple>");
    private static final byte[] END = MessageBuffer.ascii("</presence>");

    private final int size;
    private final byte[] more;
    private final byte[] filling;

    /**
     * @param size bytes of a document; it is longer if the required elements are
     * @param more elements after the tuple
     */
    LoadPidf(int size, String more) {
        this.size = size;
        this.more = MessageBuffer.ascii(more);
        filling = MessageBuffer.ascii("x".repeat(size));
    }

    /** Puts the document of a presentity; every other one is closed. */
    void put(MessageBuffer body, LoadPublisher of) {
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
