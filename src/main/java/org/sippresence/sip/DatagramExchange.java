package org.sippresence.sip;

import gov.nist.javax.sip.message.SIPRequest;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.sippresence.sip.DatagramTransactions.Transaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A request that came as a datagram, past the container. */
final class DatagramExchange extends Exchange {

    private static final Logger LOG = LoggerFactory.getLogger(DatagramExchange.class);

    private final Transaction transaction;
    private final Way way;

    DatagramExchange(SIPRequest request, Transaction transaction, Way way) {
        super(request);
        this.transaction = transaction;
        this.way = way;
    }

    /** How the answer goes. */
    record Way(DatagramSocket socket, InetSocketAddress peer) {}

    @Override
    void send(Reply reply) {
        byte[] own = AnswerBytes.own(reply, newTag());
        transaction.complete(own);
        transmit(own);
    }

    /** The request has come again (RFC 3261 section 17.2.2): the same answer, or none yet. */
    void repeat() {
        Optional<byte[]> answer = transaction.answer();
        answer.ifPresent(this::transmit);
    }

    private void transmit(byte[] own) {
        byte[] message = AnswerBytes.of(request(), own);
        try {
            way.socket.send(new DatagramPacket(message, message.length, way.peer));
        } catch (IOException | RuntimeException e) { // the client asks again, or is gone
            LOG.debug("a response to {} could not be sent: {}", way.peer, e.toString());
        }
    }
}
