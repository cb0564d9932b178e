package org.sippresence.authorization;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.sippresence.model.Aor;

/** A condition of a rule; a rule matches if all its conditions are met. */
sealed interface Condition {

    /** Whether the part of the condition on the requester is met. */
    default boolean admits(Requester requester) {
        return true;
    }

    /** Whether the part of the condition on anything else is met. */
    default boolean isMet(DecisionContext context) {
        return true;
    }

    /** Returns the name of the element and why the condition is not met, human-readable. */
    String reason();

    /**
     * A condition on the requester (RFC 4745 section 7.1).
     *
     * @param ones single identities
     * @param siblings exceptions to all groups: in the drafts' syntax they are siblings of the groups
     * @param matchesUnknown whether requesters without identity match too. This holds for an empty condition: RFC 5025 section
     *     3.1.1.2 lets them match it; for all other requesters RFC 4745 makes it an empty disjunction
     */
    record Identity(Set<Aor> ones, List<ManyIdentity> groups, Exceptions siblings, boolean matchesUnknown)
            implements Condition {

        public Identity {
            ones = Set.copyOf(ones);
            groups = List.copyOf(groups);
            Objects.requireNonNull(siblings, "siblings");
        }

        @Override
        public boolean admits(Requester requester) {
            if (requester.identities().isEmpty()) {
                return matchesUnknown;
            }
            for (Aor each : requester.identities()) {
                if (ones.contains(each)) {
                    return true;
                }
            }
            for (ManyIdentity each : groups) {
                if (each.contains(requester)) {
                    return !siblings.contain(requester);
                }
            }
            return false;
        }

        @Override
        public String reason() {
            return "identity: the requester is none of " + ones.size() + " identities and in none of " + groups.size()
                    + " groups";
        }
    }

    /**
     * Matches requesters on one of OMA's lists.
     *
     * @param members the members of each list after lookup
     */
    record ExternalList(Set<String> lists, List<Set<Aor>> members) implements Condition {

        public ExternalList {
            lists = Set.copyOf(lists);
            members = List.copyOf(members);
        }

        ExternalList resolve(ExternalLists known) {
            return new ExternalList(lists, lists.stream().map(known::members).toList());
        }

        @Override
        public boolean admits(Requester requester) {
            for (Aor each : requester.identities()) {
                if (members.stream().anyMatch(list -> list.contains(each))) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public String reason() {
            return "external-list: the requester is on none of " + lists.size() + " lists";
        }
    }

    /** Matches anonymous requesters and those without identity; named as by OMA or as in the drafts. */
    record Anonymous(String name) implements Condition {

        @Override
        public boolean admits(Requester requester) {
            return requester.anonymous();
        }

        @Override
        public String reason() {
            return name + ": the requester is not anonymous";
        }
    }

    /** OMA's default: matches identified requesters that no other rule names. {@link RequesterIndex} checks the latter. */
    record OtherIdentity() implements Condition {

        @Override
        public boolean admits(Requester requester) {
            return !requester.anonymous() && !requester.identities().isEmpty();
        }

        @Override
        public String reason() {
            return "other-identity: the requester is anonymous, or another rule names it";
        }
    }

    /**
     * A condition on the presentity's sphere (RFC 4745 section 7.3).
     *
     * @param values in lower case; one of them must equal the sphere
     */
    record Sphere(Set<String> values) implements Condition {

        public Sphere {
            values = Set.copyOf(values);
        }

        @Override
        public boolean isMet(DecisionContext context) {
            return context.sphere()
                    .map(each -> values.contains(each.strip().toLowerCase(Locale.ROOT)))
                    .orElse(false);
        }

        @Override
        public String reason() {
            return "sphere: the sphere is none of the required ones";
        }
    }

    /** A time interval including its start and excluding its end. */
    record Window(Instant from, Instant until) {

        public Window {
            Objects.requireNonNull(from, "from");
            Objects.requireNonNull(until, "until");
        }

        boolean contains(Instant at) {
            return !at.isBefore(from) && at.isBefore(until);
        }
    }

    /** The validity of the rule (RFC 4745 section 7.4): the time must be in one of the windows. */
    record Validity(List<Window> windows) implements Condition {

        public Validity {
            windows = List.copyOf(windows);
        }

        @Override
        public boolean isMet(DecisionContext context) {
            return windows.stream().anyMatch(each -> each.contains(context.at()));
        }

        @Override
        public String reason() {
            return "validity: none of " + windows.size() + " periods contains the current time";
        }
    }

    /** An unknown condition, which is never met (RFC 4745 section 7). */
    record Unknown(String name) implements Condition {

        @Override
        public boolean admits(Requester requester) {
            return false;
        }

        @Override
        public String reason() {
            return name + ": the condition is not supported";
        }
    }
}
