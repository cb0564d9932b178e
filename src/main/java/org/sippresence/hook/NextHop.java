package org.sippresence.hook;

import gov.nist.javax.sip.header.Route;
import gov.nist.javax.sip.header.RouteList;
import gov.nist.javax.sip.message.SIPRequest;
import java.util.Optional;
import javax.sip.address.SipURI;
import javax.sip.address.URI;

/** The host that a request is sent to (RFC 3261 section 8.1.2). */
final class NextHop {

    private NextHop() {}

    /** The host in the first Route, else in the Request-URI; IPv6 without brackets. */
    static Optional<String> host(SIPRequest request) {
        RouteList routes = request.getRouteHeaders();
        URI next = routes == null || routes.isEmpty()
                ? request.getRequestURI()
                : ((Route) routes.getFirst()).getAddress().getURI();
        return next instanceof SipURI sip ? Optional.of(bare(sip.getHost())) : Optional.empty();
    }

    private static String bare(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}
