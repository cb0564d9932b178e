package org.sippresence.sip.fastpath;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentMap;

/**
 * The server transactions of requests that were received as datagrams (RFC 3261 section 17.2.2), kept for 32 seconds each: an id
 * that identifies retransmissions, and the part of the response that does not repeat the request. 250 bytes each. Thread-safe.
 */
final class DatagramTransactions {

    /** Timer J. */
    private static final Duration LINGER = Duration.ofSeconds(32);

    private static final UUID NO_ID = new UUID(0, 0);
    private static final int BYTES = 256;
    private static final int SHARE = 4;

    private final long limit;
    private final Cache<UUID, Transaction> cache = Caffeine.newBuilder()
            .expireAfterWrite(LINGER)
            .executor(Runnable::run)
            .build();
    private final ConcurrentMap<UUID, Transaction> transactions = cache.asMap();

    /** @param limit the number of transactions from which on new requests are rejected */
    DatagramTransactions(long limit) {
        this.limit = limit;
    }

    /** Creates a table whose transactions take at most a quarter of the heap. */
    static DatagramTransactions forThisHeap() {
        return new DatagramTransactions(Runtime.getRuntime().maxMemory() / SHARE / BYTES);
    }

    /** One request and its retransmissions. */
    static final class Transaction {

        private volatile byte[] response;
        private UUID id = NO_ID;

        /** @param encoded the part of the response that does not repeat the request */
        void complete(byte[] encoded) {
            response = encoded;
        }

        UUID id() {
            return id;
        }

        /** The response; empty while the request is being decided. */
        Optional<byte[]> response() {
            return Optional.ofNullable(response);
        }
    }

    /** The number of transactions. */
    long size() {
        cache.cleanUp();
        return cache.estimatedSize();
    }

    /** Whether new requests should be rejected for now. */
    boolean isFull() {
        return cache.estimatedSize() > limit;
    }

    /** Returns the transaction of a request: the new one, or if the request is a retransmission the one that exists. */
    Transaction begin(SIPRequest request, Transaction newTransaction) {
        newTransaction.id = id(request);
        Transaction existing = transactions.putIfAbsent(newTransaction.id, newTransaction);
        return existing == null ? newTransaction : existing;
    }

    /** Forgets a transaction; the next retransmission of its request begins another one. */
    void end(Transaction transaction) {
        transactions.remove(transaction.id);
    }

    /**
     * Hashes branch, sent-by and method, by which RFC 3261 section 17.2.3 distinguishes transactions, and further values that a
     * retransmission repeats: some clients use a branch twice, and the second request must not get the response of the first.
     */
    private static UUID id(SIPRequest request) {
        Via via = request.getTopmostVia();
        String text = String.join(
                " ",
                request.getMethod(),
                via.getHost(),
                Integer.toString(via.getPort()),
                via.getBranch(),
                request.getRequestURI().toString(),
                request.getToTag(),
                request.getFromTag(),
                request.getCallId().getCallId(),
                Long.toString(request.getCSeq().getSeqNumber()));
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
