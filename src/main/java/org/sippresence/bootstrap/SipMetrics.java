package org.sippresence.bootstrap;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sippresence.maintenance.Metric;

/** The metrics of the SIP side, each with a line of description. */
final class SipMetrics {

    private static final String COUNTS = "_total";
    private static final Map<String, String> HELP = Map.ofEntries(
            Map.entry(
                    "digest_challenges_answered_total",
                    "Responses 401 and 407 to requests of this server that were answered with credentials."),
            Map.entry(
                    "digest_challenges_rejected_total",
                    "Responses 401 and 407 to requests of this server with credentials: they were rejected."),
            Map.entry(
                    "digest_challenges_unanswered_total",
                    "Responses 401 and 407 to requests of this server for which there are no credentials."),
            Map.entry("notify_timers", "Timers of NOTIFYs sent without the SIP stack's transactions."),
            Map.entry(
                    "notify_unproven_targets", "Addresses and names that never answered and have a NOTIFY in flight."),
            Map.entry("notify_unproven_waiting", "NOTIFYs that wait for the first answer from an address."),
            Map.entry("notify_transactions", "NOTIFYs and relayed messages that wait for their answer."),
            Map.entry("notify_waiting", "NOTIFYs that wait for a thread, which may wait for a name or a connection."),
            Map.entry("request_transactions", "Server transactions outside the SIP stack, each kept for 32 s."),
            Map.entry("sip_client_transactions", "Client transactions of the stack."),
            Map.entry("sip_server_transactions", "Server transactions of the stack; over UDP each is kept for 32 s."),
            Map.entry("tcp_connections", "Open connections over TCP."),
            Map.entry("tcp_refused_total", "Connections over TCP refused because of tcp_max_connections."),
            Map.entry(
                    "tcp_refused_source_total",
                    "Connections over TCP refused because of tcp_max_connections_per_source."),
            Map.entry("tcp_closed_idle_total", "Connections over TCP closed after tcp_idle_timeout."),
            Map.entry(
                    "tcp_closed_incomplete_total",
                    "Connections over TCP closed because a message was incomplete after tcp_message_timeout."),
            Map.entry(
                    "tcp_closed_too_large_total",
                    "Connections over TCP closed because a message was larger than tcp_max_message."),
            Map.entry("tcp_waiting_bytes", "Bytes of incomplete and of unread messages on all connections over TCP."),
            Map.entry(
                    "tcp_closed_memory_total",
                    "Connections over TCP closed because more than an eighth of the heap waited on all of them."),
            Map.entry(
                    "tcp_closed_unread_total",
                    "Connections over TCP closed because the peer did not read: tcp_max_unsent or tcp_message_timeout."));

    private SipMetrics() {}

    /** @param values by name; those that end in {@code _total} only increase */
    static List<Metric> of(Map<String, Long> values) {
        List<Metric> metrics = new ArrayList<>();
        new TreeMap<>(values).forEach((name, value) -> {
            String help = HELP.getOrDefault(name, name);
            metrics.add(
                    name.endsWith(COUNTS)
                            ? Metric.counter(name, help, Map.of(), value)
                            : Metric.gauge(name, help, value));
        });
        return metrics;
    }
}
