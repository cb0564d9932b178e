package org.sippresence.notification;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.sippresence.notification.NotifySender.Answer;

/** Counts NOTIFYs that failed since the start, by reason and by what followed. Thread-safe. */
public final class NotifyFailures {

    private final Map<Case, LongAdder> counts = new ConcurrentHashMap<>();

    /**
     * How many NOTIFYs failed for a reason.
     *
     * @param reason the status if it is 408 or one that ends a subscription by RFC 6665; otherwise its class such as
     *     {@code 5xx}, {@code timeout} or {@code unreachable}
     * @param outcome {@code ended}, {@code repeated} or {@code kept}
     */
    public record Count(String reason, String outcome, long value) {}

    private record Case(String reason, Outcome outcome) {}

    /** What follows a failure. */
    enum Outcome {
        /** The subscription is over. */
        ENDED,
        /** The NOTIFY is sent again. */
        REPEATED,
        /** Nothing until the next change. */
        KEPT
    }

    NotifyFailures() {}

    void count(Answer answer, Outcome outcome) {
        counts.computeIfAbsent(new Case(reason(answer), outcome), each -> new LongAdder())
                .increment();
    }

    private static String reason(Answer answer) {
        if (answer instanceof Answer.Response response) {
            int status = response.status();
            return status == 408 || NotifyFailure.endsByRfc(status) ? Integer.toString(status) : status / 100 + "xx";
        }
        return answer instanceof Answer.Timeout ? "timeout" : "unreachable";
    }

    /** In the order of their reasons and outcomes. */
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
