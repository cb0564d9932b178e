package org.sippresence.sip;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.util.Optional;
import org.sippresence.hook.ReturnPath;
import org.sippresence.model.Tags;
import org.sippresence.sip.DatagramTransactions.Transaction;

/** A request that was taken before the container; its response leaves as bytes. */
final class WireExchange extends Exchange {

    private final Optional<Transaction> transaction;
    private final ReturnPath returnPath;

    /** @param transaction that answers the request when it comes again; empty over a connection */
    WireExchange(SIPRequest request, Tags tags, Optional<Transaction> transaction, ReturnPath returnPath) {
        super(request, tags);
        this.transaction = transaction;
        this.returnPath = returnPath;
    }

    @Override
    void send(Reply reply) {
        complete(AnswerBytes.own(reply, newTag()));
    }

    @Override
    Optional<Upstream> detach() {
        return claim() ? Optional.of(new Upstream(request(), newTag(), this::forward)) : Optional.empty();
    }

    private void forward(SIPResponse response) {
        complete(response.encodeAsBytes("udp"));
    }

    private void complete(byte[] answer) {
        transaction.ifPresent(waiting -> waiting.complete(answer));
        transmit(answer);
    }

    /** The request has come again (RFC 3261 section 17.2.2): the same answer, or none yet. */
    void repeat() {
        transaction.flatMap(Transaction::answer).ifPresent(this::transmit);
    }

    private void transmit(byte[] answer) {
        returnPath.send(AnswerBytes.of(request(), answer));
    }
}
