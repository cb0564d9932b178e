package org.sippresence.settings;

import static org.sippresence.settings.Key.whole;

import java.time.Duration;
import java.util.List;

/** The keys about the accounts of SIP users. */
final class AccountKeys {

    private static final int DAY = 86_400;

    private AccountKeys() {}

    static List<Key> all() {
        return List.of(
                whole("auth_cache_size", 100_000, "accounts")
                        .between(1, 100_000_000)
                        .means("""
                        The number of accounts that are kept in memory, each about 700 bytes. Enough are the users who
                        send a request within `auth_cache_expire`; others cause one query each. Beside them 20,000
                        addresses without an account are remembered."""),
                whole("auth_cache_expire", 60, "seconds").between(1, DAY).means("""
                        The time after which an account is read from the database again: a password that SQL or another
                        server changes is valid after this time, one that REST or `presencectl` changes at once."""));
    }

    static AccountSettings read(Values values) {
        return new AccountSettings(
                values.number("auth_cache_size"), Duration.ofSeconds(values.number("auth_cache_expire")));
    }
}
