package org.sippresence.settings;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * The accounts of SIP users.
 *
 * @param cacheSize number of accounts that are kept in memory
 * @param cacheExpire after which an account is read again
 * @param foreign the table of another server that has the accounts; empty for the table of this server
 */
public record AccountSettings(int cacheSize, Duration cacheExpire, Optional<SubscriberTableSettings> foreign) {

    public AccountSettings {
        Objects.requireNonNull(foreign, "foreign");
        if (cacheSize < 1 || cacheExpire.isNegative() || cacheExpire.isZero()) {
            throw new IllegalArgumentException("the size and the lifetime of the cache must be positive");
        }
    }
}
