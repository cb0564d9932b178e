package org.sippresence.notification;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.sippresence.authorization.Authorizer;
import org.sippresence.authorization.Requester;
import org.sippresence.authorization.Verdict;
import org.sippresence.eventpackage.EventPackage;
import org.sippresence.eventpackage.EventPackages;
import org.sippresence.model.EventName;
import org.sippresence.presentity.Turn;
import org.sippresence.subscription.Subscription;
import org.sippresence.subscription.SubscriptionState.Active;
import org.sippresence.subscription.Subscriptions;

/**
 * Decides anew about all watchers of a presentity when its rules, its sphere or the time have moved, and tells those whose
 * subscription changes or who see something else than before; nobody else. In the presentity's lane.
 */
public final class Reconsideration {

    private final EventPackages packages;
    private final Subscriptions subscriptions;
    private final Rulings rulings;
    private final Views views;
    private final Notifier notifier;

    /** Has itself called by the rulings from now on. */
    public Reconsideration(EventPackages packages, Subscriptions subscriptions, Rulings rulings, Telling telling) {
        this.packages = Objects.requireNonNull(packages, "packages");
        this.subscriptions = Objects.requireNonNull(subscriptions, "subscriptions");
        this.rulings = Objects.requireNonNull(rulings, "rulings");
        this.views = telling.views();
        this.notifier = telling.notifier();
        rulings.onChange(new Rulings.Listener() {
            @Override
            public void changed(Turn turn, Optional<Ruling> before, Ruling now) {
                reconsider(turn, now, new Comparison(before, now)::differs);
            }

            @Override
            public void found(Turn turn, Ruling now) {
                reconsider(turn, now, (later, subscription) -> false);
            }
        });
    }

    /** How watchers are told. */
    public record Telling(Views views, Notifier notifier) {}

    private void reconsider(Turn turn, Ruling now, BiPredicate<Turn, Subscription> seesOther) {
        List<Subscription> all = turn.subscriptions().subscriptions().stream()
                .filter(each -> packages.find(each.event().name())
                        .filter(EventPackage::requiresAuthorization)
                        .isPresent())
                .toList();
        int unused = reconsider(turn, all, now, seesOther);
    }

    /**
     * Decides anew about the watchers of an event package because somebody says that the rules have changed.
     *
     * @return how many subscriptions are in another state now
     */
    public int reconsider(Turn turn, EventName event) {
        Optional<Ruling> before = rulings.last(turn.presentity());
        rulings.forget(turn.presentity()); // so that nobody is told of the new ruling elsewhere
        Authorizer authorizer = rulings.of(turn);
        Optional<Comparison> comparison = rulings.last(turn.presentity()).map(now -> new Comparison(before, now));
        return reconsider(
                turn,
                List.copyOf(turn.subscriptions().subscriptions(event)),
                authorizer,
                (later, each) -> comparison.isPresent() && comparison.get().differs(later, each));
    }

    private int reconsider(
            Turn turn, List<Subscription> all, Authorizer now, BiPredicate<Turn, Subscription> seesOther) {
        int changed = 0;
        List<Subscription> seeingOther = new ArrayList<>();
        for (Subscription each : all) {
            if (reauthorize(turn, each, now)) {
                changed++;
            } else if (each.state() instanceof Active && seesOther.test(turn, each)) {
                seeingOther.add(each);
            }
        }
        if (!seeingOther.isEmpty()) {
            turn.onCommit(later -> seeingOther.forEach(each -> notifier.tellOfState(later, each)));
        }
        return changed;
    }

    private boolean reauthorize(Turn turn, Subscription subscription, Authorizer authorizer) {
        Optional<Subscription> changed = subscriptions.reauthorize(subscription, turn.subscriptions(), authorizer);
        changed.ifPresent(now -> {
            turn.recordDecision(now);
            turn.onCommit(later -> notifier.tell(later, now));
        });
        return changed.isPresent();
    }

    /** What watchers saw by one ruling beside what they see by another; compared once for all who are treated alike. */
    private final class Comparison {

        private final Optional<Ruling> before;
        private final Ruling now;
        private final Map<Change, Boolean> known = new HashMap<>();

        Comparison(Optional<Ruling> before, Ruling now) {
            this.before = before;
            this.now = now;
        }

        boolean differs(Turn turn, Subscription subscription) {
            if (before.isEmpty()) {
                return true;
            }
            Requester requester = Requester.of(subscription.watcher().aor());
            EventName event = subscription.event().name();
            Verdict then = before.get().decide(requester);
            Verdict today = now.decide(requester);
            return known.computeIfAbsent(
                    new Change(event, then, today),
                    change -> !views.seen(turn, event, then).equals(views.seen(turn, event, today)));
        }
    }

    private record Change(EventName event, Verdict then, Verdict now) {}
}
