package org.sippresence.events.reg;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.sippresence.model.Body;
import org.sippresence.notification.Change;
import org.sippresence.notification.Reporter;
import org.sippresence.presentity.Turn;
import org.sippresence.registration.Binding;
import org.sippresence.registration.RegistrationChange;
import org.sippresence.registration.RegistrationChange.Event;
import org.sippresence.registration.Source;
import org.sippresence.subscription.Subscription;

/** Writes registration information for each subscription: all contacts first, then those with whom something happened. */
public final class RegReporter implements Reporter {

    @Override
    public Body whole(Turn turn, Subscription subscription, long version) {
        List<RegistrationChange> all = live(turn).stream()
                .map(each -> new RegistrationChange(each, begun(each)))
                .toList();
        return Reginfo.whole(version, turn.presentity(), turn.now()).of(all, all.isEmpty() ? "init" : "active");
    }

    private static Event begun(Binding binding) {
        return binding.source() == Source.REGISTER ? Event.REGISTERED : Event.CREATED;
    }

    @Override
    public Body partial(Turn turn, Subscription subscription, long version, Collection<Change> changes) {
        List<RegistrationChange> told =
                changes.stream().map(each -> ((ContactChange) each).change()).toList();
        String state = live(turn).isEmpty() ? "terminated" : "active";
        return Reginfo.partial(version, turn.presentity(), turn.now()).of(told, state);
    }

    private static List<Binding> live(Turn turn) {
        Instant now = turn.now();
        return turn.registrations().bindings().stream()
                .filter(each -> each.expires().isAfter(now))
                .toList();
    }
}
