package org.sippresence.sip;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.sippresence.hook.ClaimedTransaction;

/** Branch parameters of our requests, unique in space and time (RFC 3261 section 8.1.1.7). */
final class Branches {

    private static final AtomicLong NEXT =
            new AtomicLong(ThreadLocalRandom.current().nextLong());

    private Branches() {}

    static String next() {
        return ClaimedTransaction.BRANCH_PREFIX + HexFormat.of().toHexDigits(NEXT.incrementAndGet());
    }
}
