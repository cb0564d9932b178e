package org.sippresence.bootstrap;

import java.util.List;
import java.util.Map;
import org.sippresence.account.Accounts;
import org.sippresence.maintenance.Metric;

/** The metrics of the accounts. */
final class AccountMetrics {

    private AccountMetrics() {}

    static List<Metric> of(Accounts.Counts counts) {
        return List.of(
                cached("yes", counts.known()),
                cached("no", counts.unknown()),
                Metric.counter("account_loads_total", "Accounts that were read from the database.", Map.of(), (double)
                        counts.loads()),
                Metric.counter(
                        "account_loads_refused_total",
                        "Accounts that were not read because too many waited.",
                        Map.of(),
                        (double) counts.rejected()));
    }

    private static Metric cached(String account, long number) {
        return new Metric(
                "accounts_cached",
                "Addresses of users in memory, by whether they have an account.",
                false,
                Map.of("account", account),
                number);
    }
}
