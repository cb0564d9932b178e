package org.sippresence.sip.fastpath;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.util.Optional;
import org.sippresence.hook.ResponsePath;
import org.sippresence.model.RandomIdentifiers;
import org.sippresence.sip.fastpath.DatagramTransactions.Transaction;
import org.sippresence.sip.message.Exchange;
import org.sippresence.sip.message.RelayOrigin;

/** A request that arrived by the fast path; its response is sent as bytes. */
public final class FastPathExchange extends Exchange {

    private final Optional<Transaction> transaction;
    private final ResponsePath returnPath;

    /** @param transaction answers retransmissions of the request; empty over a connection */
    public FastPathExchange(
            SIPRequest request, RandomIdentifiers tags, Optional<Transaction> transaction, ResponsePath returnPath) {
        super(request, tags);
        this.transaction = transaction;
        this.returnPath = returnPath;
    }

    @Override
    public void send(Reply reply) {
        complete(ResponseEncoder.own(reply, newTag()));
    }

    @Override
    public Optional<RelayOrigin> detach() {
        return claim() ? Optional.of(new RelayOrigin(request(), newTag(), this::forward)) : Optional.empty();
    }

    private void forward(SIPResponse response) {
        complete(response.encodeAsBytes("udp"));
    }

    private void complete(byte[] answer) {
        transaction.ifPresent(waiting -> waiting.complete(answer));
        transmit(answer);
    }

    /** Handles a retransmission (RFC 3261 section 17.2.2): sends the same response, or nothing before there is one. */
    void repeat() {
        transaction.flatMap(Transaction::answer).ifPresent(this::transmit);
    }

    private void transmit(byte[] answer) {
        returnPath.send(ResponseEncoder.of(request(), answer));
    }
}
