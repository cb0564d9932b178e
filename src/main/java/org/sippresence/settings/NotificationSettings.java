package org.sippresence.settings;

import java.time.Duration;

/**
 * How NOTIFYs are sent and what their answers do.
 *
 * @param minInterval the least time between two NOTIFYs of a subscription that no SUBSCRIBE asked for; zero for none
 * @param timeoutEndsSubscription whether a NOTIFY without answer, or answered 408, ends its subscription
 */
public record NotificationSettings(Duration minInterval, boolean timeoutEndsSubscription) {

    public static NotificationSettings defaults() {
        return new NotificationSettings(Duration.ZERO, true);
    }
}
