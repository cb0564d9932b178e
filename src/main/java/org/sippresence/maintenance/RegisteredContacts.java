package org.sippresence.maintenance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.sippresence.model.Aor;
import org.sippresence.presentity.Presentities;
import org.sippresence.presentity.PresentityTransaction;
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
        CompletableFuture<List<Binding>> bindings = new CompletableFuture<>();
        presentities.execute(
                aor,
                transaction -> bindings.complete(transaction.registrations().bindings().stream()
                        .filter(each -> each.expires().isAfter(transaction.now()))
                        .toList()),
                bindings::completeExceptionally);
        return bindings;
    }

    /** Replaces all contacts of a source. */
    public CompletableFuture<RegisterOutcome> replace(Feed feed) {
        return change(
                feed.aor(), transaction -> registrations.replace(feed, transaction.registrations(), transaction.now()));
    }

    /**
     * Removes the contacts of a source.
     *
     * @return the number of removed contacts
     */
    public CompletableFuture<Integer> remove(Aor aor, BindingSource source) {
        return change(aor, transaction -> {
            int before = transaction.registrations().bindings().size();
            registrations.remove(source, transaction.registrations());
            return before - transaction.registrations().bindings().size();
        });
    }

    private <T> CompletableFuture<T> change(Aor aor, Function<PresentityTransaction, T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        presentities.executeChange(
                aor,
                transaction -> {
                    T done = work.apply(transaction);
                    transaction.onCommit(later -> result.complete(done));
                    transaction.onFailure(() -> result.completeExceptionally(
                            new UncheckedIOException(new IOException("the change could not be written"))));
                },
                result::completeExceptionally);
        return result;
    }
}
