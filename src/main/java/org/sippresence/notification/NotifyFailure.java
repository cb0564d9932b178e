package org.sippresence.notification;

import java.util.Set;
import org.sippresence.notification.NotifySender.Answer;
import org.sippresence.settings.NotificationSettings;
import org.sippresence.settings.NotificationSettings.Ending;

/** Effect of the answer to a NOTIFY on its subscription (RFC 6665 section 4.2.2). */
enum NotifyFailure {
    /** 2xx. */
    NONE,
    /** The subscription continues; the newest state must be sent again. */
    RETRY,
    /** The subscription continues; the watcher receives the state with the next NOTIFY. */
    IGNORE,
    /** The subscription ends. */
    END;

    private static final Set<Integer> ENDING = Set.of(404, 405, 410, 416, 480, 481, 482, 483, 484, 485, 489, 501, 604);

    static NotifyFailure of(Answer answer, NotificationSettings settings) {
        if (answer instanceof Answer.Response response) {
            return ofResponse(response, settings);
        }
        if (answer instanceof Answer.FlowEnded) {
            return IGNORE;
        }
        if (answer instanceof Answer.Unreachable) { // no response: treated as 503 (RFC 3261 section 8.1.3.1)
            return RETRY;
        }
        return ofTimeout(settings);
    }

    private static NotifyFailure ofResponse(Answer.Response response, NotificationSettings settings) {
        int status = response.status();
        if (status / 100 == 2) {
            return NONE;
        }
        if (status == 408) {
            return ofTimeout(settings);
        }
        if (endsByRfc(status) || settings.ending() == Ending.ANY) {
            return END;
        }
        // a repeated request is rejected again, except after a server error or with a Retry-After
        return response.retryAfter() >= 0 || status / 100 == 5 ? RETRY : IGNORE;
    }

    private static NotifyFailure ofTimeout(NotificationSettings settings) {
        return settings.timeoutEndsSubscription() ? END : IGNORE;
    }

    /** Returns whether the subscription must be removed even if the response has a Retry-After. */
    static boolean endsByRfc(int status) {
        return ENDING.contains(status);
    }
}
