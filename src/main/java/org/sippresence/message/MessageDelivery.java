package org.sippresence.message;

import java.util.List;
import java.util.Objects;
import org.sippresence.registration.Binding;

/**
 * The destinations of a message.
 *
 * @param contacts the recipient's contacts in groups: those of a group are tried in parallel, a group only after the previous one
 *     has failed (RFC 3261 section 16.6); empty if the message is not allowed or the recipient has no contacts
 */
public record MessageDelivery(MessageDecision decision, List<List<Binding>> contacts) {

    public MessageDelivery {
        Objects.requireNonNull(decision, "decision");
        contacts = contacts.stream().map(List::copyOf).toList();
    }
}
