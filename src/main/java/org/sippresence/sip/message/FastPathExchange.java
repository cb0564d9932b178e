package org.sippresence.sip.message;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.util.Optional;
import java.util.function.Consumer;
import org.sippresence.hook.ResponsePath;
import org.sippresence.model.RandomIdentifiers;

/** A request that arrived by the fast path; its response is sent as bytes. */
public final class FastPathExchange extends Exchange {

    private final ResponsePath returnPath;
    private final Consumer<byte[]> transaction;

    /** Creates an exchange without a transaction. */
    public FastPathExchange(SIPRequest request, RandomIdentifiers tags, ResponsePath returnPath) {
        this(request, tags, returnPath, response -> {});
    }

    /** @param transaction stores the response, with which {@link #repeat} answers retransmissions */
    public FastPathExchange(
            SIPRequest request, RandomIdentifiers tags, ResponsePath returnPath, Consumer<byte[]> transaction) {
        super(request, tags);
        this.returnPath = returnPath;
        this.transaction = transaction;
    }

    @Override
    void send(Reply reply) {
        complete(ResponseEncoder.own(reply, newTag()));
    }

    @Override
    public Optional<RelayOrigin> detach() {
        return claim() ? Optional.of(new RelayOrigin(request(), newTag(), this::forward)) : Optional.empty();
    }

    private void forward(SIPResponse response) {
        addFields(response);
        complete(response.encodeAsBytes("udp"));
    }

    private void complete(byte[] response) {
        transaction.accept(response);
        repeat(response);
    }

    /** Sends the stored response to a retransmission (RFC 3261 section 17.2.2). */
    public void repeat(byte[] response) {
        returnPath.send(ResponseEncoder.of(request(), response));
    }
}
