package org.sippresence.authorization;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sippresence.authorization.Condition.ExternalList;
import org.sippresence.authorization.Condition.Identity;
import org.sippresence.authorization.Condition.OtherIdentity;
import org.sippresence.authorization.Condition.Sphere;
import org.sippresence.authorization.Condition.Validity;

/** The conditions of one rule. A rule without conditions always matches. */
record Conditions(List<Condition> all) {

    Conditions {
        all = List.copyOf(all);
    }

    /** Returns the conditions with external lists replaced by their members. */
    Conditions resolve(ExternalLists lists) {
        if (externalLists().isEmpty()) {
            return this;
        }
        return new Conditions(all.stream()
                .<Condition>map(each -> each instanceof ExternalList list ? list.resolve(lists) : each)
                .toList());
    }

    List<String> externalLists() {
        return all.stream()
                .filter(ExternalList.class::isInstance)
                .map(each -> ((ExternalList) each).lists())
                .flatMap(Collection::stream)
                .toList();
    }

    /** Whether the conditions name requesters explicitly, so that these do not match {@code other-identity} of other rules. */
    boolean namesRequesters() {
        return all.stream().anyMatch(each -> each instanceof Identity || each instanceof ExternalList);
    }

    boolean isForOthers() {
        return all.stream().anyMatch(OtherIdentity.class::isInstance);
    }

    boolean usesSphere() {
        return all.stream().anyMatch(Sphere.class::isInstance);
    }

    /** Whether the requester matches; for {@code other-identity}, whether the requester is eligible. */
    boolean admits(Requester requester) {
        for (Condition each : all) {
            if (!each.admits(requester)) {
                return false;
            }
        }
        return true;
    }

    boolean areMet(DecisionContext context) {
        for (Condition each : all) {
            if (!each.isMet(context)) {
                return false;
            }
        }
        return true;
    }

    /** Returns the instants at which time changes whether the conditions hold; none if other conditions are not met. */
    Stream<Instant> boundaries(DecisionContext context) {
        boolean rest = all.stream().allMatch(each -> each instanceof Validity || each.isMet(context));
        return !rest
                ? Stream.empty()
                : all.stream()
                        .filter(Validity.class::isInstance)
                        .flatMap(each -> ((Validity) each).windows().stream())
                        .flatMap(each -> Stream.of(each.from(), each.until()));
    }

    /**
     * Returns the first condition that is not met.
     *
     * @param named whether some rule names the requester
     */
    Optional<Condition> unmet(Requester requester, DecisionContext context, boolean named) {
        return all.stream()
                .filter(each ->
                        !each.admits(requester) || !each.isMet(context) || (named && each instanceof OtherIdentity))
                .findFirst();
    }
}
