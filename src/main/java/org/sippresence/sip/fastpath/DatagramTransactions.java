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
 * The server transactions of requests that came as datagrams (RFC 3261 section 17.2.2), for 32 seconds each: what a request
 * that comes again is known by, and what of its answer does not stand in the request itself. 250 bytes for each. Thread-safe.
 */
final class DatagramTransactions {

    /** Timer J. */
    private static final Duration LINGER = Duration.ofSeconds(32);

    private static final int BYTES = 256;
    private static final int SHARE = 4;

    private final long most;
    private final Cache<UUID, Transaction> cache = Caffeine.newBuilder()
            .expireAfterWrite(LINGER)
            .executor(Runnable::run)
            .build();
    private final ConcurrentMap<UUID, Transaction> transactions = cache.asMap();

    /** @param most how many there may be */
    DatagramTransactions(long most) {
        this.most = most;
    }

    /** As many as take a quarter of the heap. */
    static DatagramTransactions forThisHeap() {
        return new DatagramTransactions(Runtime.getRuntime().maxMemory() / SHARE / BYTES);
    }

    /** One request, and all that look the same. */
    static final class Transaction {

        private volatile byte[] answer;

        /** @param own what {@link ResponseEncoder#of} makes a message of */
        void complete(byte[] own) {
            answer = own;
        }

        /** Empty while it is being decided. */
        Optional<byte[]> answer() {
            return Optional.ofNullable(answer);
        }
    }

    /**
     * Where a request belongs.
     *
     * @param isNew whether it is the first one of its transaction
     */
    record Begun(Transaction transaction, boolean isNew) {}

    /** How many there are. */
    long size() {
        cache.cleanUp();
        return cache.estimatedSize();
    }

    /** Whether new requests should be refused for now. */
    boolean isFull() {
        return cache.estimatedSize() > most;
    }

    Begun begin(SIPRequest request) {
        Transaction fresh = new Transaction();
        Transaction known = transactions.putIfAbsent(id(request), fresh);
        return known == null ? new Begun(fresh, true) : new Begun(known, false);
    }

    /**
     * Branch, sent-by and method, by which RFC 3261 section 17.2.3 tells transactions apart, and what else is the same when a
     * request comes again: there are clients that use a branch twice, and the second request may not get the answer of the first.
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
