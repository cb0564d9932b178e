package org.sippresence.notification;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.sippresence.notification.NotifySender.Answer;
import org.sippresence.subscription.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts NOTIFYs that failed since the start, by reason and outcome. Thread-safe. */
public final class NotifyFailures {

    private static final Logger LOG = LoggerFactory.getLogger(NotifyFailures.class);

    private final Map<Case, LongAdder> counts = new ConcurrentHashMap<>();

    /**
     * Number of failed NOTIFYs with one reason and outcome.
     *
     * @param reason the status if it is 408 or one that ends a subscription by RFC 6665; otherwise its class such as {@code 5xx},
     * {@code timeout}, {@code unreachable} or {@code flow_ended}
     * @param outcome {@code ended}, {@code repeated} or {@code kept}
     */
    public record Count(String reason, String outcome, long value) {}

    private record Case(String reason, Outcome outcome) {}

    /** Consequence of a failure. */
    enum Outcome {
        /** The subscription ends. */
        ENDED,
        /** The NOTIFY is sent again. */
        REPEATED,
        /** Nothing is sent until the next change. */
        KEPT
    }

    NotifyFailures() {}

    void count(Subscription sent, Answer answer, Outcome outcome) {
        LOG.debug(
                "presentity={} watcher={} event={} outcome={} after a NOTIFY that failed: {}",
                sent.presentity(),
                sent.watcher().aor(),
                sent.event().name(),
                outcome,
                answer);
        counts.computeIfAbsent(new Case(reason(answer), outcome), each -> new LongAdder())
                .increment();
    }

    private static String reason(Answer answer) {
        if (answer instanceof Answer.Response response) {
            int status = response.status();
            return status == 408 || NotifyFailure.endsByRfc(status) ? Integer.toString(status) : status / 100 + "xx";
        }
        if (answer instanceof Answer.FlowEnded) {
            return "flow_ended";
        }
        return answer instanceof Answer.Timeout ? "timeout" : "unreachable";
    }

    /** Returns the counts ordered by reason and outcome. */
    public List<Count> counts() {
        return counts.entrySet().stream()
                .map(each -> new Count(
                        each.getKey().reason(),
                        each.getKey().outcome().name().toLowerCase(Locale.ROOT),
                        each.getValue().sum()))
                .sorted(Comparator.comparing(Count::reason).thenComparing(Count::outcome))
                .toList();
    }
}
