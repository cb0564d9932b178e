package org.sippresence.registration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Contacts of one address of record, and what happened to them. */
final class ListRegistrationStore implements RegistrationStore {

    private final Map<String, Binding> byId = new LinkedHashMap<>();
    private final List<RegistrationChange> changes = new ArrayList<>();

    @Override
    public List<Binding> bindings() {
        return List.copyOf(byId.values());
    }

    @Override
    public void apply(RegistrationChange change) {
        changes.add(change);
        if (change.event().ends()) {
            byId.remove(change.binding().id());
        } else {
            byId.put(change.binding().id(), change.binding());
        }
    }

    /** How many changes since it was asked last, or for {@link #happened}, were to be seen. */
    long visible() {
        long count = changes.stream().filter(RegistrationChange::isVisible).count();
        changes.clear();
        return count;
    }

    /** Since it was asked last, each as its event and its URI. */
    List<String> happened() {
        List<String> all = changes.stream()
                .map(each -> each.event().label() + ' ' + each.binding().contact())
                .toList();
        changes.clear();
        return all;
    }
}
