package org.sippresence.rest;

import java.math.BigDecimal;
import java.util.List;
import org.sippresence.model.Aor;
import org.sippresence.registration.Binding;

/**
 * The contacts of an address of record.
 *
 * @param pdomain the tenant that it belongs to
 */
record RegistrationRepresentation(String aor, String pdomain, List<Contact> contacts) {

    static RegistrationRepresentation from(Aor aor, String pdomain, List<Binding> bindings) {
        return new RegistrationRepresentation(
                aor.uri(), pdomain, bindings.stream().map(Contact::from).toList());
    }

    /**
     * One contact; unknown values are omitted.
     *
     * @param source the origin of the contact, the label of a {@link org.sippresence.registration.BindingSource}
     */
    record Contact(
            String contact,
            BigDecimal q,
            String registered,
            String expires,
            String source,
            String userAgent,
            Flow flow) {

        private static Contact from(Binding binding) {
            return new Contact(
                    binding.contact(),
                    binding.q().isPresent()
                            ? BigDecimal.valueOf(binding.q().getAsInt(), 3).stripTrailingZeros()
                            : null,
                    binding.since().toString(),
                    binding.expires().toString(),
                    binding.source().label(),
                    orNull(binding.claim().userAgent()),
                    Flow.from(binding));
        }
    }

    /** The flow to the contact, from the REGISTER. */
    record Flow(String callId, Long cseq, String instance, Integer regId, List<String> path) {

        private static Flow from(Binding binding) {
            if (binding.claim().callId().isEmpty()) {
                return null;
            }
            return new Flow(
                    binding.claim().callId(),
                    binding.claim().cseq(),
                    orNull(binding.outbound().instance()),
                    binding.outbound().regId() == 0 ? null : binding.outbound().regId(),
                    binding.outbound().path().isEmpty()
                            ? null
                            : binding.outbound().path());
        }
    }

    private static String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
