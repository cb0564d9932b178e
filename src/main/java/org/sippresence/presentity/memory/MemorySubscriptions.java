package org.sippresence.presentity.memory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.sippresence.model.EventName;

/**
 * The subscriptions to one presentity, grouped by event package, with waiting ones kept separately, so that a SUBSCRIBE costs the
 * same for presentities with many and with few watchers. Not thread-safe.
 */
public final class MemorySubscriptions {

    /** Up to this size a group is searched linearly; above it has an index by Call-ID. */
    static final int FEW = 32;

    private static final Group[] NONE = {};

    private Group[] groups = NONE;
    private SubscriptionTable byCallId;
    private int size;

    private record Group(EventName event, boolean waiting, SubscriptionTable table) {

        boolean takes(CompactSubscription watched) {
            return waiting == watched.isWaiting() && watched.isTo(event);
        }
    }

    /** Adds a subscription that is not contained yet. */
    public void add(CompactSubscription watched) {
        group(watched).table.add(watched);
        size++;
        if (byCallId != null) {
            byCallId.add(watched);
        } else if (size > FEW) {
            byCallId = new SubscriptionTable(CompactSubscription::callIdHash);
            all().forEach(byCallId::add);
        }
    }

    private Optional<Group> groupOf(CompactSubscription watched) {
        return Arrays.stream(groups).filter(each -> each.takes(watched)).findFirst();
    }

    private Group group(CompactSubscription watched) {
        return groupOf(watched).orElseGet(() -> {
            Group made =
                    new Group(watched.event(), watched.isWaiting(), new SubscriptionTable(CompactSubscription::idHash));
            groups = Arrays.copyOf(groups, groups.length + 1);
            groups[groups.length - 1] = made;
            return made;
        });
    }

    /** Removes this instance; does nothing if it is not contained. */
    public void remove(CompactSubscription watched) {
        if (groupOf(watched).filter(group -> group.table.remove(watched)).isEmpty()) {
            return;
        }
        size--;
        if (size < FEW / 2) {
            byCallId = null;
        }
        if (byCallId != null) {
            byCallId.remove(watched);
        }
        forgetEmpty();
    }

    private void forgetEmpty() {
        if (Arrays.stream(groups).anyMatch(each -> each.table.isEmpty())) {
            groups = Arrays.stream(groups).filter(each -> !each.table.isEmpty()).toArray(Group[]::new);
        }
    }

    /** Runs work on a contained subscription that may start or end its waiting state. */
    public void change(CompactSubscription watched, Runnable work) {
        Group before = group(watched);
        work.run();
        if (!before.takes(watched)) {
            before.table.remove(watched);
            group(watched).table.add(watched);
            forgetEmpty();
        }
    }

    public Optional<CompactSubscription> find(String id) {
        if (size == 0) {
            return Optional.empty();
        }
        byte[] key = SubscriptionCodec.key(id);
        int hash = SubscriptionTable.spread(id.hashCode());
        for (Group each : groups) {
            Optional<CompactSubscription> found = each.table.find(hash, watched -> watched.isId(key));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /**
     * Returns a subscription whose dialog has this Call-ID and that matches the predicate.
     *
     * @param callId encoded by {@link SubscriptionCodec#key(String...)}
     */
    public Optional<CompactSubscription> withCallId(byte[] callId, Predicate<CompactSubscription> wanted) {
        Predicate<CompactSubscription> both = each -> each.isInDialog(callId) && wanted.test(each);
        if (byCallId != null) {
            return byCallId.find(CompactSubscription.callIdHash(callId), both);
        }
        return all().stream().filter(both).findFirst();
    }

    public List<CompactSubscription> all() {
        return those(each -> true);
    }

    public List<CompactSubscription> to(EventName event) {
        return those(each -> each.event.equals(event));
    }

    public List<CompactSubscription> waiting() {
        return those(Group::waiting);
    }

    private List<CompactSubscription> those(Predicate<Group> wanted) {
        if (groups.length == 1) {
            return wanted.test(groups[0]) ? groups[0].table.all() : List.of();
        }
        List<CompactSubscription> those = new ArrayList<>();
        for (Group each : groups) {
            if (wanted.test(each)) {
                those.addAll(each.table.all());
            }
        }
        return those;
    }

    public boolean any(Predicate<CompactSubscription> condition) {
        for (Group each : groups) {
            if (each.table.any(condition)) {
                return true;
            }
        }
        return false;
    }

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }
}
