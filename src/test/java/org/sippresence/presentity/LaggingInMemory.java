package org.sippresence.presentity;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sippresence.model.Aor;

/** The numbers that rows carry, for {@link InMemoryPresentityStore}. */
final class LaggingInMemory {

    private final Map<String, Long> marks = new HashMap<>();
    private final Map<String, Write.SavePublication> publications = new HashMap<>();
    private final Map<String, Write.SaveBinding> bindings = new HashMap<>();
    private final Map<String, Write.SaveSubscription> subscriptions = new HashMap<>();
    private final Map<Aor, Write.SaveChange> changes = new HashMap<>();

    void note(Write write) {
        if (write instanceof Write.SaveMark save) {
            marks.put(save.id(), save.acknowledged());
        } else if (write instanceof Write.RemoveMark remove) {
            marks.remove(remove.id());
        } else if (write instanceof Write.SavePublication save) {
            publications.put(save.publication().id(), save);
        } else if (write instanceof Write.RemovePublication remove) {
            publications.remove(remove.publication().id());
        } else if (write instanceof Write.SaveBinding save) {
            bindings.put(save.binding().id(), save);
        } else if (write instanceof Write.RemoveBinding remove) {
            bindings.remove(remove.binding().id());
        } else if (write instanceof Write.SaveSubscription save) {
            subscriptions.put(save.subscription().id(), save);
        } else if (write instanceof Write.RemoveSubscription remove) {
            subscriptions.remove(remove.subscription().id());
        } else if (write instanceof Write.SaveChange save) {
            changes.put(save.presentity(), save);
        }
    }

    LaggingWatchers found() {
        long mark = marks.getOrDefault(Acknowledgements.ALL, 0L);
        Set<String> listed = new HashSet<>(marks.keySet());
        listed.remove(Acknowledgements.ALL);
        Map<Aor, Long> changed = new HashMap<>();
        Map<Aor, Long> moved = new HashMap<>();
        publications
                .values()
                .forEach(each -> changed.merge(each.publication().presentity(), each.changed(), Math::max));
        bindings.values().forEach(each -> changed.merge(each.binding().aor(), each.changed(), Math::max));
        changes.values().forEach(each -> {
            changed.merge(each.presentity(), each.changed(), Math::max);
            moved.merge(each.presentity(), each.moved(), Math::max);
        });
        Map<Aor, Set<String>> own = new HashMap<>();
        subscriptions.forEach((id, each) -> {
            moved.merge(each.subscription().presentity(), each.demanded(), Math::max);
            if (each.demanded() > mark || listed.contains(id)) {
                own.computeIfAbsent(each.subscription().presentity(), first -> new HashSet<>())
                        .add(id);
            }
        });
        long highest = mark;
        for (Map<Aor, Long> each : List.of(changed, moved)) {
            each.values().removeIf(number -> number <= mark);
            highest = each.values().stream().mapToLong(Long::longValue).reduce(highest, Math::max);
        }
        return new LaggingWatchers(mark, highest, listed, changed.keySet(), moved.keySet(), own);
    }
}
