package org.sippresence.clientsubscription;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.sippresence.model.Body;
import org.sippresence.model.Dialog;
import org.sippresence.model.MediaType;

/**
 * One SUBSCRIBE, complete but for what its transaction adds.
 *
 * @param dialog with an empty remote tag outside of a dialog, and an empty local contact: the sender knows where it listens
 * @param cseq higher than that of every SUBSCRIBE before it in the dialog
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
