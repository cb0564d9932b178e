package org.sippresence.registration;

import java.util.Objects;
import java.util.OptionalInt;
import org.sippresence.registration.Binding.Outbound;

/**
 * A requested registration of one contact.
 *
 * @param contact an absolute URI without angle brackets
 * @param q in thousandths, 0 to 1000
 * @param expires in seconds, 0 to remove the contact; empty if not given for this contact
 */
public record BindingRequest(String contact, OptionalInt q, OptionalInt expires, Outbound outbound) {

    public BindingRequest {
        Objects.requireNonNull(contact, "contact");
        Objects.requireNonNull(q, "q");
        Objects.requireNonNull(expires, "expires");
        Objects.requireNonNull(outbound, "outbound");
        if (contact.isEmpty() || contact.length() > Binding.LONGEST_URI) {
            throw new IllegalArgumentException(
                    "no contact, or one of more than " + Binding.LONGEST_URI + " characters");
        }
        if (q.isPresent() && (q.getAsInt() < 0 || q.getAsInt() > 1000)) {
            throw new IllegalArgumentException("q is not between 0 and 1");
        }
    }

    /**
     * Returns whether the request refers to the binding: a flow is identified by its instance and number (RFC 5626 section 6),
     * any other contact by its URI.
     */
    boolean isFor(Binding binding) {
        return (outbound.regId() > 0 && binding.outbound().regId() > 0)
                ? outbound.isFlowOf(binding.outbound())
                : binding.isContact(contact);
    }
}
