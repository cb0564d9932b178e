package org.sippresence.sipclient;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The requests of a user agent with one From tag, one Call-ID and a CSeq that increases by 1 (RFC 3261 section 8.1.1). */
final class RequestSequence {

    private final String from;
    private final String callId;
    private final String tag = SipEndpoint.token();
    private volatile Optional<DigestUser> user = Optional.empty();
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

    /** Sends a request of this sequence with a new Via, and with the user's credentials if it has a user. */
    CompletableFuture<SipMessage> send(SipMessage request, SipEndpoint endpoint, TestTarget target) {
        return user.map(known -> known.start(request, this::renumbered, each -> endpoint.start(each, target)))
                .orElseGet(() -> endpoint.start(request, target));
    }

    private synchronized SipMessage renumbered(SipMessage request) {
        cseq = Math.max(cseq, request.cseq()) + 1;
        return request.replacing("CSeq", cseq + " " + request.method());
    }

    /** Another sequence of the same user with this Call-ID. */
    RequestSequence withCallId(String id) {
        RequestSequence other = new RequestSequence(from, id);
        other.user = user;
        return other;
    }

    /** Authenticates later requests as this user. */
    void authenticating(DigestUser as) {
        user = Optional.of(as);
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
