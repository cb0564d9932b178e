package org.sippresence.rest;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.sippresence.authorization.Permissions;
import org.sippresence.authorization.PresenceAttribute;
import org.sippresence.authorization.Selection;
import org.sippresence.authorization.Selector;
import org.sippresence.authorization.UnknownAttribute;

/**
 * What rules permit a watcher to see (RFC 5025 section 3.3), in a stable order.
 *
 * @param attributes the names of the permissions, such as {@code provide-mood}
 * @param userInput false, bare, thresholds or full
 * @param unknown elements without a permission of their own
 * @param allAttributes whether all attributes may be seen, unknown ones included
 */
record PermissionsRepresentation(
        ProvidedSet services,
        ProvidedSet persons,
        ProvidedSet devices,
        List<String> attributes,
        String userInput,
        List<UnknownAttribute> unknown,
        boolean allAttributes) {

    /**
     * Which services, persons or devices may be seen.
     *
     * @param members the selection criteria; none if all may be seen
     */
    record ProvidedSet(boolean all, List<Member> members) {

        private static ProvidedSet from(Selection selection) {
            return new ProvidedSet(
                    selection.all(),
                    selection.members().stream()
                            .sorted(Comparator.comparing(Selector::kind).thenComparing(Selector::value))
                            .map(each -> new Member(each.kind().toString(), each.value()))
                            .toList());
        }
    }

    /**
     * One selection criterion.
     *
     * @param by the element of the rule, such as {@code service-uri-scheme}
     */
    record Member(String by, String value) {}

    static PermissionsRepresentation from(Permissions permissions) {
        return new PermissionsRepresentation(
                ProvidedSet.from(permissions.services()),
                ProvidedSet.from(permissions.persons()),
                ProvidedSet.from(permissions.devices()),
                permissions.attributes().stream()
                        .sorted()
                        .map(PresenceAttribute::permission)
                        .toList(),
                permissions.userInput().name().toLowerCase(Locale.ROOT),
                permissions.unknown().stream()
                        .sorted(Comparator.comparing(UnknownAttribute::namespace)
                                .thenComparing(UnknownAttribute::name))
                        .toList(),
                permissions.allAttributes());
    }
}
