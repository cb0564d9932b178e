package org.sippresence.bench.report;

import java.util.Locale;
import java.util.Map;

/** The titles of phases in tables and plots. */
final class Titles {

    private static final Map<String, String> KNOWN = Map.ofEntries(
            Map.entry("publish new", "PUBLISH, new"),
            Map.entry("publish modify", "PUBLISH, modify"),
            Map.entry("publish refresh", "PUBLISH, refresh"),
            Map.entry("publish remove", "PUBLISH, remove"),
            Map.entry("subscribe subscribe", "SUBSCRIBE + NOTIFY"),
            Map.entry("subscribe refresh", "re-SUBSCRIBE + NOTIFY"),
            Map.entry("subscribe unsubscribe", "unsubscribe + NOTIFY"),
            Map.entry("register register", "REGISTER, new"),
            Map.entry("register refresh", "REGISTER, refresh"),
            Map.entry("register remove", "REGISTER, remove"));

    private Titles() {}

    static String of(ReportPhase phase) {
        String known = KNOWN.get(phase.scenario() + " " + phase.name());
        if (known != null) {
            return known;
        }
        String name = phase.name().equals(phase.scenario()) || phase.name().equals("change")
                ? phase.scenario()
                : phase.scenario() + ", " + phase.name();
        String title = name.replace("fanout", "fan-out");
        if (phase.watchers() > 0) {
            return String.format(Locale.ROOT, "%s %,d x %,d", title, phase.users(), phase.watchers());
        }
        return title;
    }
}
