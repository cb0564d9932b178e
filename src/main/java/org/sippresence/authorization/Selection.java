package org.sippresence.authorization;

import java.util.HashSet;
import java.util.Set;

/**
 * Which services, persons or devices may be seen. Equal when the same ones may.
 *
 * @param all whether all of them may; there are no members then
 */
public record Selection(boolean all, Set<Selector> members) {

    public static final Selection NONE = new Selection(false, Set.of());
    public static final Selection ALL = new Selection(true, Set.of());

    public Selection {
        members = all ? Set.of() : Set.copyOf(members);
    }

    Selection union(Selection other) {
        if (all || other.all) {
            return ALL;
        }
        if (other.members.isEmpty()) {
            return this;
        }
        Set<Selector> both = new HashSet<>(members);
        both.addAll(other.members);
        return new Selection(false, both);
    }
}
