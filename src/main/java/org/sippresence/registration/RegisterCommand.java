package org.sippresence.registration;

import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.sippresence.model.Aor;
import org.sippresence.registration.Binding.Claim;

/**
 * A parsed REGISTER.
 *
 * @param aor the address in the To header
 * @param expires the Expires header, for contacts without an expiration of their own
 */
public record RegisterCommand(Aor aor, Contacts contacts, OptionalInt expires, Claim claim) {

    public RegisterCommand {
        Objects.requireNonNull(aor, "aor");
        Objects.requireNonNull(contacts, "contacts");
        Objects.requireNonNull(expires, "expires");
        Objects.requireNonNull(claim, "claim");
    }

    /** The contacts in the request. */
    public sealed interface Contacts {

        /** No contacts: a query for the registered ones. */
        record Query() implements Contacts {}

        /** {@code *} with an expiration of 0. */
        record RemoveAll() implements Contacts {}

        /** A list of contacts, applied entirely or not at all. */
        record Update(List<BindingRequest> requests) implements Contacts {
            public Update {
                requests = List.copyOf(requests);
            }
        }
    }
}
