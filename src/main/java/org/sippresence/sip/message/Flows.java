package org.sippresence.sip.message;

import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import javax.sip.address.SipURI;
import org.sippresence.hook.FlowConnection;
import org.sippresence.model.Flow;
import org.sippresence.settings.SipSettings.Nat;

/** The flows of requests, and whether requests to their senders are sent by them. */
public final class Flows {

    private static final int HIGHEST_PORT = 0xFFFF;
    private static final String UDP = "udp";

    private final Nat nat;
    private final boolean hasHooks;

    /** @param hasHooks whether the container has the hooks, without which connections are not known */
    public Flows(Nat nat, boolean hasHooks) {
        this.nat = nat;
        this.hasHooks = hasHooks;
    }

    /**
     * Returns the flow of a request. Its remote address is empty if requests to the sender go to its Contact, as RFC 3261 section
     * 12.2.1.1 says: the flow is for clients that cannot be reached there.
     *
     * @param contact the Contact of the request; empty if it has none
     */
    public Flow of(SIPRequest request, Optional<SipURI> contact) {
        return of(request, contact, isDirect(request));
    }

    /**
     * Returns the flow of a request for one of its several Contacts. The sender may name those of other devices, which its flow
     * does not lead to; only a Contact that cannot be reached otherwise uses it.
     */
    public Flow ofOneContact(SIPRequest request, SipURI contact) {
        return of(request, Optional.of(contact), false);
    }

    /** @param isSender whether the Contact is surely that of the client that sent the request to this server */
    private Flow of(SIPRequest request, Optional<SipURI> contact, boolean isSender) {
        Flow arrival = Flow.of(LocalContact.transport(request), listener(request));
        InetAddress address = request.getPeerPacketSourceAddress();
        int port = request.getPeerPacketSourcePort();
        if (address == null || port <= 0 || port > HIGHEST_PORT) { // the stack passes a request to itself
            return arrival;
        }
        InetSocketAddress source = new InetSocketAddress(address, port);
        long connection = hasHooks ? connection(request) : 0;
        boolean isUsed = connection == 0
                ? arrival.transport().equals(UDP) && leadsBack(contact, source, isSender && isSymmetric(request))
                : isSender || contact.isEmpty() || isExpected(contact.get(), source);
        return isUsed ? new Flow(arrival.transport(), arrival.listener(), Optional.of(source), connection) : arrival;
    }

    private static String listener(SIPRequest request) {
        InetAddress local = request.getLocalAddress();
        return local == null ? "" : Flow.hostAndPort(new InetSocketAddress(local, request.getLocalPort()));
    }

    /** Not inlined: only here the hooks are linked, which a foreign container lacks. */
    private static long connection(SIPRequest request) {
        return request.getMessageChannel() instanceof FlowConnection open ? open.number() : 0;
    }

    /** @param isSymmetric whether the client of the Contact receives at the source of the datagram */
    private boolean leadsBack(Optional<SipURI> contact, InetSocketAddress source, boolean isSymmetric) {
        return switch (nat) {
            case OFF -> false;
            case ALWAYS -> true;
            case AUTO ->
                contact.isEmpty()
                        || isExpected(contact.get(), source)
                        || (isSymmetric && differs(contact.get(), source));
        };
    }

    /** Whether there is no proxy between the sender and this server: a proxy's address is not that of the sender. */
    private static boolean isDirect(SIPRequest request) {
        return request.getViaHeaders().size() == 1;
    }

    /** Whether the client wants its requests to come by the flow (RFC 5626 section 4.3), or cannot be reached otherwise. */
    private static boolean isExpected(SipURI contact, InetSocketAddress source) {
        return contact.getParameter("ob") != null || ContactHost.of(contact).isUnreachable(source.getAddress());
    }

    /** Whether the client receives at the port from which it sends (RFC 3581 section 3). */
    private static boolean isSymmetric(SIPRequest request) {
        Via via = request.getTopmostVia();
        return via.hasParameter("rport");
    }

    private static boolean differs(SipURI contact, InetSocketAddress source) {
        return Headers.transport(contact).equals(UDP)
                && ContactHost.of(contact)
                        .address()
                        .filter(literal ->
                                !literal.equals(source.getAddress()) || Headers.port(contact) != source.getPort())
                        .isPresent();
    }
}
