package org.sippresence.sip.client;

import java.security.SecureRandom;
import java.util.HexFormat;
import org.sippresence.hook.ClaimedTransaction;

/** Branch parameters of this server's requests: unique in space and time (RFC 3261 section 8.1.1.7) and unpredictable. */
public final class BranchParameters {

    private static final SecureRandom RANDOM = new SecureRandom();

    private BranchParameters() {}

    public static String next() {
        return ClaimedTransaction.BRANCH_PREFIX + HexFormat.of().toHexDigits(RANDOM.nextLong());
    }
}
