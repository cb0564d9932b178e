package org.sippresence.sip;

import java.security.SecureRandom;
import java.util.HexFormat;
import org.sippresence.hook.ClaimedTransaction;

/** Branch parameters of our requests, unique in space and time (RFC 3261 section 8.1.1.7), which nobody can guess. */
final class Branches {

    private static final SecureRandom RANDOM = new SecureRandom();

    private Branches() {}

    static String next() {
        return ClaimedTransaction.BRANCH_PREFIX + HexFormat.of().toHexDigits(RANDOM.nextLong());
    }
}
