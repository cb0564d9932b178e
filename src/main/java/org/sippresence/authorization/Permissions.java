package org.sippresence.authorization;

import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/**
 * The visible parts of a presentity's state: the transformations of RFC 5025 section 3.3, combined from all matching rules.
 * Equal if the same parts are visible, so that it can be the key of a view that watchers share.
 *
 * @param attributes presence attributes that are visible in visible components
 * @param unknown additional visible elements that have no permission of their own
 * @param allAttributes whether all attributes are visible, including unknown ones; the other components are consistent with
 *     it
 */
public record Permissions(
        Selection services,
        Selection persons,
        Selection devices,
        Set<PresenceAttribute> attributes,
        UserInput userInput,
        Set<UnknownAttribute> unknown,
        boolean allAttributes) {

    private static final Permissions NONE =
            new Permissions(Selection.NONE, Selection.NONE, Selection.NONE, Set.of(), UserInput.FALSE, Set.of(), false);
    private static final Permissions ALL =
            new Permissions(Selection.ALL, Selection.ALL, Selection.ALL, Set.of(), UserInput.FULL, Set.of(), true);

    public Permissions {
        Objects.requireNonNull(services, "services");
        Objects.requireNonNull(persons, "persons");
        Objects.requireNonNull(devices, "devices");
        attributes = Set.copyOf(allAttributes ? EnumSet.allOf(PresenceAttribute.class) : attributes);
        userInput = allAttributes ? UserInput.FULL : Objects.requireNonNull(userInput, "userInput");
        unknown = allAttributes ? Set.of() : Set.copyOf(unknown);
    }

    /** Returns the permissions that hide nothing. */
    public static Permissions all() {
        return ALL;
    }

    /** Returns the permissions that show only an offline presentity. */
    public static Permissions none() {
        return NONE;
    }

    /** Returns the total number of members of the sets. */
    int size() {
        return services.members().size()
                + persons.members().size()
                + devices.members().size()
                + unknown.size();
    }

    /** Combines permissions (RFC 4745 section 10.2): the union of sets, the highest of ordered values. */
    public static Permissions union(Collection<Permissions> all) {
        if (all.contains(ALL)) {
            return ALL;
        }
        Set<PresenceAttribute> attributes = EnumSet.noneOf(PresenceAttribute.class);
        Set<UnknownAttribute> unknown = new HashSet<>();
        UserInput userInput = UserInput.FALSE;
        boolean allAttributes = false;
        for (Permissions each : all) {
            attributes.addAll(each.attributes);
            unknown.addAll(each.unknown);
            userInput = userInput.compareTo(each.userInput) >= 0 ? userInput : each.userInput;
            allAttributes |= each.allAttributes;
        }
        return new Permissions(
                Selection.union(all.stream().map(Permissions::services)),
                Selection.union(all.stream().map(Permissions::persons)),
                Selection.union(all.stream().map(Permissions::devices)),
                attributes,
                userInput,
                unknown,
                allAttributes);
    }
}
