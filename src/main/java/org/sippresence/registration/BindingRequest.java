package org.sippresence.registration;

import java.util.Objects;
import java.util.OptionalInt;
import org.sippresence.registration.Binding.Flow;

/**
 * A contact as somebody wants it to be registered.
 *
 * @param contact an absolute URI without angle brackets
 * @param q in thousandths, 0 to 1000
 * @param expires seconds, 0 to remove it; empty if not said for this contact
 */
public record BindingRequest(String contact, OptionalInt q, OptionalInt expires, Flow flow) {

    public BindingRequest {
        Objects.requireNonNull(contact, "contact");
        Objects.requireNonNull(q, "q");
        Objects.requireNonNull(expires, "expires");
        Objects.requireNonNull(flow, "flow");
        if (contact.isEmpty() || contact.length() > Binding.LONGEST_URI) {
            throw new IllegalArgumentException(
                    "no contact, or one of more than " + Binding.LONGEST_URI + " characters");
        }
        if (q.isPresent() && (q.getAsInt() < 0 || q.getAsInt() > 1000)) {
            throw new IllegalArgumentException("q is not between 0 and 1");
        }
    }

    /** A flow is known by its instance and number (RFC 5626 section 6), any other contact by its URI. */
    boolean isFor(Binding binding) {
        return (flow.regId() > 0 && binding.flow().regId() > 0)
                ? flow.isFlowOf(binding.flow())
                : binding.isContact(contact);
    }
}
