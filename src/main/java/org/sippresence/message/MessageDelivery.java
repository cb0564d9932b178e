package org.sippresence.message;

import java.util.List;
import java.util.Objects;
import org.sippresence.registration.Binding;

/**
 * Where a message is to go.
 *
 * @param contacts where its recipient is registered, in groups: those of a group are tried together, a group only when the one
 *     before it has failed (RFC 3261 section 16.6); none if the message is not allowed, or nobody is registered
 */
public record MessageDelivery(MessageDecision decision, List<List<Binding>> contacts) {

    public MessageDelivery {
        Objects.requireNonNull(decision, "decision");
        contacts = contacts.stream().map(List::copyOf).toList();
    }
}
