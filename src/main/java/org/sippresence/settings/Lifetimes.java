package org.sippresence.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The combined meaning of the keys about lifetimes, in seconds. Kamailio has one upper limit, SER has two; whichever is
 * set applies, and the lower one if both are.
 */
record Lifetimes(int initial, int min, int maxPublication, int maxSubscription) {

    static Lifetimes of(Values values) {
        Lifetimes lifetimes = new Lifetimes(
                values.number("default_expires"),
                values.number("min_expires"),
                limit(values, "max_publish_expiration"),
                limit(values, "max_subscription_expiration"));
        int max = Math.min(lifetimes.maxPublication, lifetimes.maxSubscription);
        if (lifetimes.min > max) {
            throw new SettingsException(
                    "min_expires=" + lifetimes.min + " is above the longest lifetime, " + max + " seconds");
        }
        return lifetimes;
    }

    private static int limit(Values values, String own) {
        return Stream.of("max_expires", own)
                .filter(values::isSet)
                .map(values::number)
                .min(Integer::compare)
                .orElseGet(() -> values.number(own));
    }

    List<String> warnings() {
        Function<String, String> shortened = of ->
                "default_expires=" + initial + " is above the longest lifetime of " + of + " and is shortened to ";
        List<String> warnings = new ArrayList<>();
        if (initial > maxPublication) {
            warnings.add(shortened.apply("publications") + maxPublication);
        }
        if (initial > maxSubscription) {
            warnings.add(shortened.apply("subscriptions") + maxSubscription);
        }
        return warnings;
    }
}
