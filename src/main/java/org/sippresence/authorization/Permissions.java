package org.sippresence.authorization;

import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What may be seen of a presentity: the transformations of RFC 5025 section 3.3, those of all matching rules together.
 * Equal when the same may be seen, so it can name a view that watchers share.
 *
 * @param attributes which presence attributes may be seen in what is seen at all
 * @param unknown which elements without a permission of their own may be seen, besides
 * @param allAttributes whether all attributes may be seen, also those unknown; the others say so too then
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

    /** Everything, unfiltered. */
    public static Permissions all() {
        return ALL;
    }

    /** Nothing but that there is a presentity, who looks offline. */
    public static Permissions none() {
        return NONE;
    }

    /** How many members the sets have. */
    int size() {
        return services.members().size()
                + persons.members().size()
                + devices.members().size()
                + unknown.size();
    }

    /** What all of them allow together (RFC 4745 section 10.2): the union, or the highest one. */
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

    /** What both allow together. */
    public Permissions union(Permissions other) {
        return union(List.of(this, other));
    }
}
