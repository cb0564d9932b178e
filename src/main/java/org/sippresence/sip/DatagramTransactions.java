package org.sippresence.sip;

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

    private static final String COOKIE = "z9hG4bK";
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

        /** @param own what {@link AnswerBytes#of} makes a message of */
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

    /** Branch, sent-by and method, by which RFC 3261 section 17.2.3 tells transactions apart, as 16 bytes. */
    private static UUID id(SIPRequest request) {
        Via via = request.getTopmostVia();
        String branch = via.getBranch();
        boolean isUnique = branch != null
                && branch.length() > COOKIE.length()
                && branch.regionMatches(true, 0, COOKIE, 0, COOKIE.length());
        String text = request.getMethod() + ' ' + via.getHost() + ':' + via.getPort() + ' ' + branch;
        if (!isUnique) {
            text += oldId(request);
        }
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** What else tells requests of RFC 2543 apart. */
    private static String oldId(SIPRequest request) {
        return String.join(
                " ",
                request.getRequestURI().toString(),
                String.valueOf(request.getToTag()),
                String.valueOf(request.getFromTag()),
                request.getCallId().getCallId(),
                Long.toString(request.getCSeq().getSeqNumber()));
    }
}
