package org.sippresence.authorization;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.sippresence.model.Aor;

/** One condition of a rule; all conditions of a rule must be met. */
sealed interface Condition {

    /** The name of its element. */
    String name();

    /** Whether it is met as far as it asks for the requester. */
    default boolean admits(Requester requester) {
        return true;
    }

    /** Whether it is met as far as it asks for anything else. */
    default boolean holds(DecisionContext situation) {
        return true;
    }

    /** What it wants, for people. */
    String wants();

    /**
     * Certain requesters (RFC 4745 section 7.1).
     *
     * @param ones single ones
     * @param beside who is not in any of the groups: the drafts have exceptions beside them
     * @param unknownToo whether requesters without identity are meant too. So it is when the condition is empty: RFC 5025
     *     section 3.1.1.2 lets them match that; for everybody else RFC 4745 makes it an OR of nothing
     */
    record Identity(Set<Aor> ones, List<ManyIdentity> groups, Exceptions beside, boolean unknownToo)
            implements Condition {

        public Identity {
            ones = Set.copyOf(ones);
            groups = List.copyOf(groups);
            Objects.requireNonNull(beside, "beside");
        }

        @Override
        public String name() {
            return "identity";
        }

        @Override
        public boolean admits(Requester requester) {
            if (requester.identities().isEmpty()) {
                return unknownToo;
            }
            for (Aor each : requester.identities()) {
                if (ones.contains(each)) {
                    return true;
                }
            }
            for (ManyIdentity each : groups) {
                if (each.contains(requester)) {
                    return !beside.contain(requester);
                }
            }
            return false;
        }

        @Override
        public String wants() {
            return ones.size() + " single requesters and " + groups.size() + " groups are named";
        }
    }

    /**
     * Requesters on one of OMA's lists.
     *
     * @param members who is on each of them, once they are looked up
     */
    record ExternalList(Set<String> lists, List<Set<Aor>> members) implements Condition {

        public ExternalList {
            lists = Set.copyOf(lists);
            members = List.copyOf(members);
        }

        ExternalList lookedUp(ExternalLists known) {
            return new ExternalList(lists, lists.stream().map(known::members).toList());
        }

        @Override
        public String name() {
            return "external-list";
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
        public String wants() {
            return "the requester is on none of " + lists.size() + " lists";
        }
    }

    /** Requesters who do not want to be known, or are not; under OMA's name or the drafts'. */
    record Anonymous(String name) implements Condition {

        @Override
        public boolean admits(Requester requester) {
            return requester.anonymous();
        }

        @Override
        public String wants() {
            return "only anonymous requests";
        }
    }

    /** OMA's default: known requesters whom no other rule names. That part is up to {@link RequesterIndex}. */
    record OtherIdentity() implements Condition {

        @Override
        public String name() {
            return "other-identity";
        }

        @Override
        public boolean admits(Requester requester) {
            return !requester.anonymous() && !requester.identities().isEmpty();
        }

        @Override
        public String wants() {
            return "only known requesters whom no rule names";
        }
    }

    /**
     * A state of the presentity (RFC 4745 section 7.3).
     *
     * @param values in lower case; one of them must be the sphere
     */
    record Sphere(Set<String> values) implements Condition {

        public Sphere {
            values = Set.copyOf(values);
        }

        @Override
        public String name() {
            return "sphere";
        }

        @Override
        public boolean holds(DecisionContext situation) {
            return situation
                    .sphere()
                    .map(each -> values.contains(each.strip().toLowerCase(Locale.ROOT)))
                    .orElse(false);
        }

        @Override
        public String wants() {
            return "the sphere is not one of those wanted";
        }
    }

    /** A time from its start on, up to but without its end. */
    record Window(Instant from, Instant until) {

        public Window {
            Objects.requireNonNull(from, "from");
            Objects.requireNonNull(until, "until");
        }

        boolean contains(Instant at) {
            return !at.isBefore(from) && at.isBefore(until);
        }
    }

    /** Times at which the rule is in force (RFC 4745 section 7.4): one of the windows must be open. */
    record Validity(List<Window> windows) implements Condition {

        public Validity {
            windows = List.copyOf(windows);
        }

        @Override
        public String name() {
            return "validity";
        }

        @Override
        public boolean holds(DecisionContext situation) {
            return windows.stream().anyMatch(each -> each.contains(situation.at()));
        }

        @Override
        public String wants() {
            return "none of " + windows.size() + " windows is open";
        }
    }

    /** One that we do not know, and which is therefore never met (RFC 4745 section 7). */
    record Unknown(String name) implements Condition {

        @Override
        public boolean admits(Requester requester) {
            return false;
        }

        @Override
        public String wants() {
            return "not known here";
        }
    }
}
