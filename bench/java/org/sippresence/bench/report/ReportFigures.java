package org.sippresence.bench.report;

import java.util.Arrays;

/** Selects the relevant figure of a phase. */
final class ReportFigures {

    private static final int FAN_OUT = 3;

    private ReportFigures() {}

    /** Whether the phase is about NOTIFYs: several for each request, with any server. */
    static boolean perNotify(ReportResults results, ReportPhase phase) {
        return Arrays.stream(Server.values()).anyMatch(server -> {
            double requests = results.median(server.label(), phase, "rate").orElse(0);
            double notifies =
                    results.median(server.label(), phase, "notify_rate").orElse(0);
            return requests > 0 && notifies >= FAN_OUT * requests;
        });
    }
}
