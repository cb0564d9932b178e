package org.sippresence.authorization;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sippresence.model.ComparableUri;

/** Looks up whether a {@link Selection} contains a value, without trying all members. Immutable. */
final class SelectionIndex {

    private final Selection selection;
    /** The members that are URIs, grouped by key. */
    private final Map<Selector, List<ComparableUri>> uris = new HashMap<>();

    SelectionIndex(Selection selection) {
        this.selection = selection;
        for (Selector each : selection.members()) {
            if (each.kind() == Selector.Kind.SERVICE_URI || each.kind() == Selector.Kind.DEVICE_ID) {
                ComparableUri uri = ComparableUri.of(each.value());
                uris.computeIfAbsent(new Selector(each.kind(), uri.key()), any -> new ArrayList<>(1))
                        .add(uri);
            }
        }
    }

    boolean all() {
        return selection.all();
    }

    /** Whether a member of this kind has exactly this value. */
    boolean names(Selector.Kind kind, String value) {
        return selection.members().contains(new Selector(kind, value));
    }

    /** Whether a member of this kind has an equivalent URI. */
    boolean namesUri(Selector.Kind kind, String value) {
        if (uris.isEmpty()) {
            return false;
        }
        ComparableUri uri = ComparableUri.of(value);
        return uris.getOrDefault(new Selector(kind, uri.key()), List.of()).stream()
                .anyMatch(uri::isEquivalentTo);
    }
}
