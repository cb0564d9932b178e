package org.sippresence.sip.client;

import gov.nist.javax.sip.header.ContentType;
import gov.nist.javax.sip.header.RequestLine;
import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPRequest;
import java.text.ParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.sip.InvalidArgumentException;
import javax.sip.SipException;
import javax.sip.address.Address;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import javax.sip.header.Header;
import org.sippresence.model.Body;
import org.sippresence.model.Dialog;
import org.sippresence.sip.message.Headers;

/** A request within a dialog, to be built as a message of the stack (RFC 3261 section 12.2.1.1). */
abstract sealed class DialogMessage implements JainTransactions.Outgoing permits NotifyMessage, SubscribeMessage {

    private static final Header MAX_FORWARDS = Headers.of("Max-Forwards", "70");

    /** Leaves room for the headers in the largest datagram. */
    static final int LARGEST_UDP_BODY = 60_000;

    private final Dialog dialog;
    private final Optional<Body> body;
    private final URI requestUri;
    private final List<String> routes;
    private final URI nextHop;
    private final String transport;

    DialogMessage(Dialog dialog, Optional<Body> body) {
        this.dialog = dialog;
        this.body = body;
        requestUri = Headers.uri(dialog.requestUri());
        routes = dialog.routeSet(); // the stack itself reorders them for a strict router
        nextHop = dialog.nextHop().equals(dialog.requestUri()) ? requestUri : Headers.uri(dialog.nextHop());
        if (Headers.transport(nextHop).equals("udp") && tooLargeForUdp()) {
            preferTcp(nextHop);
        }
        transport = Headers.transport(nextHop);
    }

    /**
     * RFC 3261 section 18.1.1 requires TCP from 1300 bytes. Many phones listen on UDP only, so the network fragments whatever
     * fits in a datagram.
     */
    private boolean tooLargeForUdp() {
        return body.map(Body::length).orElse(0) > LARGEST_UDP_BODY;
    }

    private static void preferTcp(URI uri) {
        try {
            ((SipURI) uri).setTransportParam("tcp");
        } catch (ParseException e) {
            throw new IllegalArgumentException("no TCP for " + uri, e);
        }
    }

    @Override
    public final String nextHop() {
        return nextHop instanceof SipURI sip ? sip.getHost() + ':' + sip.getPort() : nextHop.toString();
    }

    /** The host of the next hop. */
    final String nextHost() {
        return nextHop instanceof SipURI sip ? sip.getHost() : "";
    }

    @Override
    public final String transport() {
        return transport;
    }

    /**
     * Builds the request.
     *
     * @param contact URI of this server; the Via names its host and port
     */
    final SIPRequest build(String method, long cseq, String contact)
            throws ParseException, SipException, InvalidArgumentException {
        SIPRequest request = new SIPRequest();
        request.setRequestLine(new RequestLine((gov.nist.javax.sip.address.GenericURI) requestUri, method));
        request.setHeader(via(contact));
        request.setHeader(MAX_FORWARDS);
        request.setHeader(Headers.FACTORY.createFromHeader(
                Headers.address(dialog.localUri()), dialog.id().localTag()));
        String remoteTag = dialog.id().remoteTag();
        request.setHeader(Headers.FACTORY.createToHeader(
                Headers.address(dialog.remoteUri()), remoteTag.isEmpty() ? null : remoteTag));
        request.setHeader(Headers.FACTORY.createCallIdHeader(dialog.id().callId()));
        request.setHeader(Headers.cseq(cseq, method));
        request.setHeader(Headers.contact(contact));
        for (int i = 0; i < routes.size(); i++) {
            Address route = i == 0 ? Headers.address(nextHop) : Headers.address(routes.get(i));
            request.addLast(Headers.FACTORY.createRouteHeader(route));
        }
        if (routes.isEmpty() && !nextHop.equals(requestUri)) {
            request.addLast(Headers.unsentRoute(nextHop));
        }
        if (body.isPresent()) {
            Body content = body.get();
            ContentType type = (ContentType) Headers.FACTORY.createContentTypeHeader(
                    content.type().type(), content.type().subtype());
            request.setContent(content.bytes(), type);
        } else {
            request.setHeader(Headers.FACTORY.createContentLengthHeader(0));
        }
        return request;
    }

    private Via via(String contact) throws ParseException, InvalidArgumentException {
        SipURI local = (SipURI) Headers.uri(contact);
        int port = local.getPort() > 0 ? local.getPort() : transport.equals("tls") ? 5061 : 5060;
        Via via = (Via) Headers.FACTORY.createViaHeader(
                local.getHost(), port, transport.toUpperCase(Locale.ROOT), BranchParameters.next());
        via.setRPort();
        return via;
    }
}
