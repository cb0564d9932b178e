package org.sippresence.sip.client;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPResponse;
import java.util.Collections;
import java.util.List;
import javax.sip.header.ContactHeader;
import javax.sip.header.RecordRouteHeader;
import org.sippresence.clientsubscription.RemotePeer;
import org.sippresence.sip.message.Headers;

/** Reads the remote peer's values from messages of client subscriptions. */
public final class PeerReader {

    private static final int MOST_ROUTES = 32;
    private static final int LONGEST_URI = 1024;

    private PeerReader() {}

    /** Reads the sender of a response: the route set is its Record-Route headers in reverse order (RFC 3261 section 12.1.2). */
    static RemotePeer ofResponse(SIPResponse response, String tag) {
        List<String> routes = routes(response);
        Collections.reverse(routes);
        return new RemotePeer(tag, target(response), routes);
    }

    /** Reads the sender of a request: the route set is its Record-Route headers in order (RFC 3261 section 12.1.1). */
    public static RemotePeer ofRequest(SIPMessage request, String tag) {
        return new RemotePeer(tag, target(request), routes(request));
    }

    private static String target(SIPMessage message) {
        ContactHeader contact = message.getContactHeader();
        if (contact == null || contact.isWildCard()) {
            return "";
        }
        String uri = contact.getAddress().getURI().toString();
        boolean usable = uri.length() <= LONGEST_URI && (uri.startsWith("sip:") || uri.startsWith("sips:"));
        return usable ? uri : "";
    }

    private static List<String> routes(SIPMessage message) {
        List<String> uris = Headers.uris(message, RecordRouteHeader.NAME);
        return uris.subList(0, Math.min(uris.size(), MOST_ROUTES));
    }
}
