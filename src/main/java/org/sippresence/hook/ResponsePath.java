package org.sippresence.hook;

import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.stack.MessageChannel;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The path of the response to one request: back to the source address or the connection of the request, never to a host named in
 * its Via.
 */
@FunctionalInterface
public interface ResponsePath {

    /** Sends a complete response; never throws, and does nothing if the client has gone. */
    void send(byte[] message);

    /** The path of a parsed request; empty if the socket that received it is closed. */
    static Optional<ResponsePath> of(SIPRequest request, MessageChannel channel) {
        return channel.isReliable() ? Optional.of(new Connection(request, channel)) : ofDatagram(request);
    }

    /** The path of a request received as a datagram. */
    static Optional<ResponsePath> ofDatagram(SIPRequest request) {
        return socket(request).map(socket -> new Datagram(socket, peer(request)));
    }

    private static Optional<DatagramSocket> socket(SIPRequest request) {
        DatagramSocket found = null;
        for (DatagramSocket each : Datagrams.open()) {
            if (each.getLocalPort() == request.getLocalPort()
                    && (each.getLocalAddress().isAnyLocalAddress()
                            || each.getLocalAddress().equals(request.getLocalAddress()))) {
                found = each;
            }
        }
        return Optional.ofNullable(found);
    }

    /** The peer's address by RFC 3261 section 18.2.2 and RFC 3581; an invalid port is ignored. */
    private static InetSocketAddress peer(SIPRequest request) {
        Via via = request.getTopmostVia();
        int port = via.getPort();
        if (via.hasParameter("rport") || port == 0 || port > 0xFFFF) {
            port = request.getPeerPacketSourcePort();
        }
        InetAddress source = request.getPeerPacketSourceAddress();
        if (source == null) { // the stack passes a request to itself without a datagram
            InetAddress local = request.getLocalAddress();
            return new InetSocketAddress(
                    local.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : local, request.getLocalPort());
        }
        return new InetSocketAddress(source, port < 0 ? 5060 : port);
    }

    /** Sends to the source of a datagram. */
    record Datagram(DatagramSocket socket, InetSocketAddress peer) implements ResponsePath {

        private static final Logger LOG = LoggerFactory.getLogger(ResponsePath.class);

        @Override
        public void send(byte[] message) {
            try {
                socket.send(new DatagramPacket(message, message.length, peer));
            } catch (IOException | RuntimeException e) { // the client retransmits or has gone
                LOG.debug("a response to {} could not be sent: {}", peer, e.toString());
            }
        }
    }

    /** Sends over the connection of the request (RFC 3261 section 18.2.2). */
    record Connection(SIPRequest request, MessageChannel channel) implements ResponsePath {

        private static final Logger LOG = LoggerFactory.getLogger(ResponsePath.class);

        @Override
        public void send(byte[] message) {
            if (!OpenConnections.isOpen(channel)) { // the stack would try to connect to the client
                return;
            }
            try {
                if (channel instanceof TcpChannel connection) {
                    connection.respond(message);
                } else {
                    channel.sendMessage(
                            new EncodedResponse(message),
                            request.getPeerPacketSourceAddress(),
                            request.getPeerPacketSourcePort());
                }
            } catch (IOException | RuntimeException e) {
                LOG.debug("a response over {} could not be sent: {}", channel.getTransport(), e.toString());
            }
        }
    }
}
