package org.sippresence.authorization;

import java.util.EnumSet;
import java.util.HashSet;
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

    /** What both allow together (RFC 4745 section 10.2): union, or the higher one. */
    public Permissions union(Permissions other) {
        if (equals(ALL) || other.equals(NONE) || equals(other)) {
            return this;
        }
        Set<PresenceAttribute> bothAttributes = new HashSet<>(attributes);
        bothAttributes.addAll(other.attributes);
        Set<UnknownAttribute> bothUnknown = new HashSet<>(unknown);
        bothUnknown.addAll(other.unknown);
        return new Permissions(
                services.union(other.services),
                persons.union(other.persons),
                devices.union(other.devices),
                bothAttributes,
                userInput.compareTo(other.userInput) >= 0 ? userInput : other.userInput,
                bothUnknown,
                allAttributes || other.allAttributes);
    }
}
