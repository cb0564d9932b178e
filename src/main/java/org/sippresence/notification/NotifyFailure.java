package org.sippresence.notification;

import java.util.Set;
import org.sippresence.notification.NotifySender.Answer;

/** What the answer to a NOTIFY means for its subscription (RFC 6665 section 4.2.2). */
enum NotifyFailure {
    /** 2xx. */
    NONE,
    /** The subscription goes on; the newest state is to be sent again. */
    RETRY,
    /** The subscription goes on; the watcher learns the state with the next NOTIFY. */
    IGNORE,
    /** The subscription is over. */
    END;

    private static final Set<Integer> ENDING = Set.of(404, 405, 410, 416, 480, 481, 482, 483, 484, 485, 489, 501, 604);

    static NotifyFailure of(Answer answer, boolean timeoutEnds) {
        if (answer instanceof Answer.Response response) {
            return ofStatus(response, timeoutEnds);
        }
        if (answer instanceof Answer.Unreachable) { // as a 503 (RFC 3261 section 8.1.3.1)
            return RETRY;
        }
        return timeoutEnds ? END : IGNORE;
    }

    private static NotifyFailure ofStatus(Answer.Response response, boolean timeoutEnds) {
        int status = response.status();
        if (status / 100 == 2) {
            return NONE;
        }
        if (status == 408) {
            return timeoutEnds ? END : IGNORE;
        }
        boolean ends = status == 481 || (ENDING.contains(status) && response.retryAfter() < 0);
        return ends ? END : RETRY;
    }
}
