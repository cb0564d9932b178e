package org.sippresence.maintenance;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.sippresence.model.Aor;
import org.sippresence.presentity.Presentities;
import org.sippresence.registration.Binding;
import org.sippresence.registration.BindingSource;
import org.sippresence.registration.RegisterOutcome;
import org.sippresence.registration.Registrations;
import org.sippresence.registration.Registrations.Feed;

/**
 * The registered contacts of single presentities, for REST and external feeds. Callable from any thread; a future is completed in
 * the presentity's lane, after the commit where something was written, and fails with {@link UncheckedIOException} on a database
 * failure.
 */
public final class RegisteredContacts {

    private final Presentities presentities;
    private final Registrations registrations;

    public RegisteredContacts(Presentities presentities, Registrations registrations) {
        this.presentities = Objects.requireNonNull(presentities, "presentities");
        this.registrations = Objects.requireNonNull(registrations, "registrations");
    }

    /** Returns all contacts in the order of first registration. */
    public CompletableFuture<List<Binding>> of(Aor aor) {
        return presentities.read(
                aor,
                transaction -> transaction.registrations().bindings().stream()
                        .filter(each -> each.expires().isAfter(transaction.now()))
                        .toList());
    }

    /** Replaces all contacts of a source. */
    public CompletableFuture<RegisterOutcome> replace(Feed feed) {
        return presentities.change(
                feed.aor(), transaction -> registrations.replace(feed, transaction.registrations(), transaction.now()));
    }

    /**
     * Removes the contacts of a source.
     *
     * @return the number of removed contacts
     */
    public CompletableFuture<Integer> remove(Aor aor, BindingSource source) {
        return presentities.change(aor, transaction -> {
            int before = transaction.registrations().bindings().size();
            registrations.remove(source, transaction.registrations());
            return before - transaction.registrations().bindings().size();
        });
    }
}
