package org.sippresence.authorization;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The visible services, persons or devices. Equal if it selects the same ones.
 *
 * @param all whether all are visible; then there are no members
 */
public record Selection(boolean all, Set<Selector> members) {

    public static final Selection NONE = new Selection(false, Set.of());
    public static final Selection ALL = new Selection(true, Set.of());

    public Selection {
        members = all ? Set.of() : Set.copyOf(members);
    }

    static Selection union(Stream<Selection> selections) {
        boolean all = false;
        Set<Selector> members = new HashSet<>();
        for (Selection each : (Iterable<Selection>) selections::iterator) {
            all |= each.all;
            members.addAll(each.members);
        }
        return all ? ALL : new Selection(false, members);
    }

    Selection union(Selection other) {
        return union(Stream.of(this, other));
    }
}
