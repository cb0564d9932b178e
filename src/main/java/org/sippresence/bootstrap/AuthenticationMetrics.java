package org.sippresence.bootstrap;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sippresence.audit.AuditLog;
import org.sippresence.audit.RefusedAuthentication.Reason;
import org.sippresence.authentication.FailedAttempts.EntryPoint;
import org.sippresence.maintenance.Metric;

/** Metrics of refused authentications and of the audit log. */
final class AuthenticationMetrics {

    private AuthenticationMetrics() {}

    static List<Metric> of(AuditLog audit) {
        List<Metric> all = new ArrayList<>();
        for (EntryPoint entry : EntryPoint.values()) {
            for (Reason reason : Reason.values()) {
                all.add(Metric.counter(
                        "authentications_refused_total",
                        "Requests that were not authenticated, by where they arrived and why; first requests without"
                                + " credentials are challenged and not counted.",
                        Map.of("entry", entry.name().toLowerCase(Locale.ROOT), "reason", reason.label()),
                        (double) audit.refused(entry, reason)));
            }
        }
        all.add(Metric.counter(
                "audit_log_lines_total", "Lines written to the audit log.", Map.of(), (double) audit.written()));
        all.add(Metric.counter("audit_log_dropped_total", "Lines that are missing in the audit log.", Map.of(), (double)
                audit.dropped()));
        all.add(Metric.gauge(
                "audit_log_unavailable",
                "1 while the audit log cannot be written and administrative changes are answered 503.",
                audit.admitsChanges() ? 0 : 1));
        return all;
    }
}
