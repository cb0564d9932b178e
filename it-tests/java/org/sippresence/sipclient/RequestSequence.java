package org.sippresence.sipclient;

/** The requests of a user agent with one From tag, one Call-ID and a CSeq that increases by 1 (RFC 3261 section 8.1.1). */
final class RequestSequence {

    private final String from;
    private final String callId;
    private final String tag = SipEndpoint.token();
    private long cseq;

    /**
     * @param from SIP URI, without angle brackets
     */
    RequestSequence(String from, String callId) {
        this.from = from;
        this.callId = callId;
    }

    RequestSequence(String from) {
        this(from, SipEndpoint.token() + "@it");
    }

    String tag() {
        return tag;
    }

    String callId() {
        return callId;
    }

    /**
     * The next request, without Via.
     *
     * @param to value of the To header
     */
    synchronized SipMessage next(String method, String uri, String to) {
        cseq++;
        return SipMessage.request(method, uri)
                .with("Max-Forwards", "70")
                .with("From", '<' + from + ">;tag=" + tag)
                .with("To", to)
                .with("Call-ID", callId)
                .with("CSeq", cseq + " " + method);
    }
}
