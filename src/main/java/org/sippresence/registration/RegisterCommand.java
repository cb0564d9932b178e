package org.sippresence.registration;

import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.sippresence.model.Aor;
import org.sippresence.registration.Binding.Claim;

/**
 * A REGISTER that was read.
 *
 * @param aor the To header's address
 * @param expires of the Expires header, for contacts that do not say
 */
public record RegisterCommand(Aor aor, Contacts contacts, OptionalInt expires, Claim claim) {

    public RegisterCommand {
        Objects.requireNonNull(aor, "aor");
        Objects.requireNonNull(contacts, "contacts");
        Objects.requireNonNull(expires, "expires");
        Objects.requireNonNull(claim, "claim");
    }

    /** What it says about contacts. */
    public sealed interface Contacts {

        /** Nothing: it asks which there are. */
        record Query() implements Contacts {}

        /** {@code *} with an expiration of 0. */
        record RemoveAll() implements Contacts {}

        /** These, all or none of them. */
        record Update(List<BindingRequest> wishes) implements Contacts {
            public Update {
                wishes = List.copyOf(wishes);
            }
        }
    }
}
