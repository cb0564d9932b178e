package org.sippresence.notification;

import java.util.Objects;
import java.util.Optional;
import org.sippresence.model.Body;
import org.sippresence.model.Dialog;

/**
 * One NOTIFY without the parts that its transaction adds.
 *
 * @param cseq higher than that of every earlier NOTIFY in the dialog
 * @param event the value of the Event header
 * @param subscriptionState the value of the Subscription-State header
 */
public record Notify(Dialog dialog, long cseq, String event, String subscriptionState, Optional<Body> body) {

    public Notify {
        Objects.requireNonNull(dialog, "dialog");
        Objects.requireNonNull(event, "event");
        Objects.requireNonNull(subscriptionState, "subscriptionState");
        Objects.requireNonNull(body, "body");
    }
}
