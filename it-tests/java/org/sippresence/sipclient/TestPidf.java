package org.sippresence.sipclient;

/** PIDF documents for tests (RFC 3863), as text. */
public final class TestPidf {

    private TestPidf() {}

    /** One open tuple with a note. */
    public static String open(String entity, String note) {
        return document(entity, tuple("t1", "open", "<note>" + note + "</note>"));
    }

    /** One closed tuple with a note. */
    public static String closed(String entity, String note) {
        return document(entity, tuple("t1", "closed", "<note>" + note + "</note>"));
    }

    public static String document(String entity, String content) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                + "<presence xmlns=\"urn:ietf:params:xml:ns:pidf\" entity=\"" + entity + "\">" + content
                + "</presence>";
    }

    /** One tuple with this status, and one person with the given elements; the prefix of RPID is {@code r}. */
    public static String person(String entity, String basic, String rpid) {
        return "<presence xmlns=\"urn:ietf:params:xml:ns:pidf\" xmlns:dm=\"urn:ietf:params:xml:ns:pidf:data-model\""
                + " xmlns:r=\"urn:ietf:params:xml:ns:pidf:rpid\" entity=\"" + entity + "\">" + tuple("t1", basic, "")
                + "<dm:person id=\"p1\">" + rpid + "</dm:person></presence>";
    }

    /**
     * One tuple.
     *
     * @param content elements after the status
     */
    public static String tuple(String id, String basic, String content) {
        return "<tuple id=\"" + id + "\"><status><basic>" + basic + "</basic></status>" + content + "</tuple>";
    }
}
