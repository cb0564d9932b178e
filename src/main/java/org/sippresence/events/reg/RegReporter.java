package org.sippresence.events.reg;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.sippresence.model.Body;
import org.sippresence.notification.EventChange;
import org.sippresence.notification.Reporter;
import org.sippresence.presentity.PresentityTransaction;
import org.sippresence.registration.Binding;
import org.sippresence.registration.BindingSource;
import org.sippresence.registration.RegistrationChange;
import org.sippresence.registration.RegistrationChange.Event;
import org.sippresence.subscription.Subscription;

/** Writes registration information for each subscription: first all contacts, then the changed ones. */
public final class RegReporter implements Reporter {

    @Override
    public Body whole(PresentityTransaction transaction, Subscription subscription, long version) {
        List<RegistrationChange> all = live(transaction).stream()
                .map(each -> new RegistrationChange(each, begun(each)))
                .toList();
        return new ReginfoWriter(transaction, version).write("full", all, all.isEmpty() ? "init" : "active");
    }

    private static Event begun(Binding binding) {
        return binding.source() == BindingSource.REGISTER ? Event.REGISTERED : Event.CREATED;
    }

    @Override
    public Body partial(
            PresentityTransaction transaction,
            Subscription subscription,
            long version,
            Collection<EventChange> changes) {
        List<RegistrationChange> changed =
                changes.stream().map(each -> ((ContactChange) each).change()).toList();
        String state = live(transaction).isEmpty() ? "terminated" : "active";
        return new ReginfoWriter(transaction, version).write("partial", changed, state);
    }

    private static List<Binding> live(PresentityTransaction transaction) {
        Instant now = transaction.now();
        return transaction.registrations().bindings().stream()
                .filter(each -> each.expires().isAfter(now))
                .toList();
    }
}
