package org.sippresence.clientsubscription;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.sippresence.model.Body;
import org.sippresence.model.Dialog;
import org.sippresence.model.MediaType;

/**
 * One SUBSCRIBE, complete except for the values that its transaction adds.
 *
 * @param dialog with an empty remote tag outside a dialog, and an empty local contact, which the sender fills in
 * @param cseq higher than that of every earlier SUBSCRIBE in the dialog
 * @param event the value of the Event header
 * @param expires seconds; 0 ends the subscription
 */
public record OutgoingSubscribe(
        Dialog dialog, long cseq, String event, List<MediaType> accept, int expires, Optional<Body> body) {

    public OutgoingSubscribe {
        Objects.requireNonNull(dialog, "dialog");
        Objects.requireNonNull(event, "event");
        accept = List.copyOf(accept);
        Objects.requireNonNull(body, "body");
    }
}
