package org.sippresence.settings;

import java.time.Duration;

/**
 * How NOTIFYs are sent and how responses to them are handled.
 *
 * @param minInterval the least time between two NOTIFYs of a subscription that no SUBSCRIBE triggered; zero for none
 * @param timeoutEndsSubscription whether a NOTIFY without a response, or with response 408, ends its subscription
 * @param ending which other failure responses end it
 */
public record NotificationSettings(Duration minInterval, boolean timeoutEndsSubscription, Ending ending) {

    /** Which final responses other than 408 end a subscription. */
    public enum Ending {
        /** Those that RFC 6665 section 4.2.2 lists. */
        RFC6665,
        /** Every response that is not 2xx. */
        ANY
    }
}
