package org.sippresence.clientsubscription;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.sippresence.clientsubscription.SubscribeSender.Answer;
import org.sippresence.clientsubscription.SubscribeSender.Answer.Response;
import org.sippresence.clientsubscription.SubscribeSender.Answer.Timeout;

/** Counters of client subscriptions. Thread-safe. */
final class ClientSubscriptionCounters {

    private final Map<String, LongAdder> answers = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> notifies = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> notBegun = new ConcurrentHashMap<>();
    private final LongAdder lost = new LongAdder();

    void countAnswer(Answer answer) {
        count(answers, kind(answer));
    }

    private static String kind(Answer answer) {
        if (answer instanceof Response response) {
            return response.status() / 100 + "xx";
        }
        return answer instanceof Timeout ? "timeout" : "unreachable";
    }

    /**
     * Counts the response to a NOTIFY.
     *
     * @param status status of the rejection; 200 if it was accepted, 400 if it was accepted but could not be parsed, 0 for a
     *     retransmission
     */
    void countNotify(int status) {
        count(
                notifies,
                switch (status) {
                    case 0 -> "repeated";
                    case 200 -> "taken";
                    case 400 -> "malformed";
                    default -> Integer.toString(status);
                });
    }

    void countLost() {
        lost.increment();
    }

    void countNotBegun(String reason) {
        count(notBegun, reason);
    }

    private static void count(Map<String, LongAdder> counts, String kind) {
        counts.computeIfAbsent(kind, each -> new LongAdder()).increment();
    }

    ClientSubscriptionMetrics.Counts counts() {
        return new ClientSubscriptionMetrics.Counts(sums(answers), sums(notifies), lost.sum(), sums(notBegun));
    }

    private static Map<String, Long> sums(Map<String, LongAdder> counts) {
        Map<String, Long> sums = new TreeMap<>();
        counts.forEach((kind, count) -> sums.put(kind, count.sum()));
        return sums;
    }
}
