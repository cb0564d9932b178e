package org.sippresence.sip.message;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.util.Optional;
import org.sippresence.hook.ResponsePath;
import org.sippresence.model.RandomIdentifiers;

/** A request that arrived by the fast path; its response is sent as bytes. */
public final class FastPathExchange extends Exchange {

    private final ResponsePath returnPath;
    private final ServerTransaction transaction;

    /** Creates an exchange without a transaction. */
    public FastPathExchange(SIPRequest request, RandomIdentifiers tags, ResponsePath returnPath) {
        super(request, tags);
        this.returnPath = returnPath;
        this.transaction = new NoTransaction(newTag());
    }

    public FastPathExchange(
            SIPRequest request, RandomIdentifiers tags, ResponsePath returnPath, ServerTransaction transaction) {
        super(request, tags);
        this.returnPath = returnPath;
        this.transaction = transaction;
    }

    /** The server transaction of a request. */
    public interface ServerTransaction {

        /** Stores the response, with which {@link FastPathExchange#repeat} answers retransmissions. */
        void complete(byte[] response);

        /** Forgets the request; returns the local tag, which is the same for each retransmission. */
        String forget();
    }

    private record NoTransaction(String tag) implements ServerTransaction {

        @Override
        public void complete(byte[] response) {}

        @Override
        public String forget() {
            return tag;
        }
    }

    @Override
    void send(Reply reply) {
        complete(ResponseEncoder.own(reply, newTag()));
    }

    @Override
    void sendStatelessly(Reply reply) {
        repeat(ResponseEncoder.own(reply, transaction.forget()));
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
        transaction.complete(response);
        repeat(response);
    }

    /** Sends the stored response to a retransmission (RFC 3261 section 17.2.2). */
    public void repeat(byte[] response) {
        returnPath.send(ResponseEncoder.of(request(), response));
    }
}
