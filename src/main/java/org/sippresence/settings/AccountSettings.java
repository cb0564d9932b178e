package org.sippresence.settings;

import java.time.Duration;

/**
 * The accounts of SIP users.
 *
 * @param cacheSize number of accounts that are kept in memory
 * @param cacheExpire after which an account is read again
 */
public record AccountSettings(int cacheSize, Duration cacheExpire) {

    public AccountSettings {
        if (cacheSize < 1 || cacheExpire.isNegative() || cacheExpire.isZero()) {
            throw new IllegalArgumentException("the size and the lifetime of the cache must be positive");
        }
    }
}
