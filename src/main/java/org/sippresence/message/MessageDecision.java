package org.sippresence.message;

import java.util.Objects;
import java.util.Optional;

/**
 * Whether a message may be delivered.
 *
 * @param document the rules document, as a path below our XCAP root or as a URI; empty if the recipient has none
 * @param rule the id of the rule that decided; empty if none did
 * @param why one line of explanation for people
 */
public record MessageDecision(boolean allowed, Optional<String> document, Optional<String> rule, String why) {

    public MessageDecision {
        Objects.requireNonNull(document, "document");
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(why, "why");
    }
}
