package org.sippresence.presentity;

import java.time.Instant;
import java.util.Objects;
import org.sippresence.model.Aor;
import org.sippresence.model.EventName;
import org.sippresence.subscription.Subscription;
import org.sippresence.subscription.SubscriptionState;

/**
 * A subscription in memory and its numbers. What is its own is kept as bytes, what many have in common is shared, so that an
 * idle one is three small objects; the record is made anew for each turn that asks for it. Changed in its presentity's lane
 * only; what it is found by never changes and is read by any thread.
 */
final class Watched {

    final Aor presentity;
    final Numbering numbering;
    private final int idHash;
    private final int dialogHash;
    private volatile byte[] packed;
    private Kind kind;
    private long expires;

    /** Only within a turn, so that it sees one record however often it asks. */
    private Subscription open;

    private Watched(Subscription subscription, Numbering numbering, Shared shared, Aor presentity) {
        this.presentity = presentity;
        this.numbering = Objects.requireNonNull(numbering, "numbering");
        this.idHash = WatchedTable.spread(subscription.id().hashCode());
        this.dialogHash = WatchedTable.spread(subscription.dialog().id().hashCode());
        pack(subscription, shared);
    }

    /** @param presentity the same as the subscription's, to be held once for all of its watchers */
    static Watched of(Subscription subscription, Numbering numbering, Shared shared, Aor presentity) {
        return new Watched(subscription, numbering, shared, presentity);
    }

    /** The same subscription after a change. */
    void replace(Subscription changed, Shared shared) {
        pack(changed, shared);
        if (open != null) {
            open = changed;
        }
    }

    private void pack(Subscription subscription, Shared shared) {
        kind = shared.kind(subscription);
        expires = subscription.expires().toEpochMilli();
        packed = Packed.of(subscription);
    }

    /** The record; to be closed at the end of the turn. */
    Subscription subscription() {
        Subscription record = open;
        if (record == null) {
            record = Packed.subscription(packed, presentity, kind, expires);
            open = record;
        }
        return record;
    }

    boolean isOpen() {
        return open != null;
    }

    void close() {
        open = null;
    }

    String id() {
        return Packed.id(packed);
    }

    int idHash() {
        return idHash;
    }

    int dialogHash() {
        return dialogHash;
    }

    /** Never changes, as the Call-ID does not. */
    int callIdHash() {
        byte[] bytes = packed;
        return hash(bytes, Packed.callId(bytes), Packed.localTag(bytes));
    }

    /** @param callId as {@link Packed#key(String...)} writes it */
    static int callIdHash(byte[] callId) {
        return hash(callId, 0, callId.length);
    }

    private static int hash(byte[] bytes, int from, int to) {
        int hash = 1;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        return WatchedTable.spread(hash);
    }

    /** @param id as {@link Packed#key(String...)} writes it */
    boolean isId(byte[] id) {
        return Packed.startsWith(packed, 0, id);
    }

    /** @param dialog Call-ID, our tag and the subscriber's, as {@link Packed#key(String...)} writes them; or only the first ones */
    boolean isInDialog(byte[] dialog) {
        byte[] bytes = packed;
        return Packed.startsWith(bytes, Packed.callId(bytes), dialog);
    }

    /** @param uri as {@link Packed#key(String...)} writes it */
    boolean isOf(byte[] uri) {
        byte[] bytes = packed;
        return Packed.startsWith(bytes, Packed.watcher(bytes), uri);
    }

    /** Counts it for its watcher, and for its watcher together with its presentity. */
    void count(int difference, WatcherCounts byWatcher, WatcherCounts byPair) {
        byte[] bytes = packed;
        int from = Packed.watcher(bytes);
        int to = Packed.watcherEnd(bytes);
        byWatcher.add(difference, 0, bytes, from, to);
        byPair.add(difference, presentity.hashCode(), bytes, from, to);
    }

    boolean isIn(SubscriptionState state) {
        return kind.state().equals(state);
    }

    /** Until the presentity has decided, without a dialog (RFC 3857 section 4.7.1). */
    boolean isWaiting() {
        return kind.state() instanceof SubscriptionState.Waiting;
    }

    EventName event() {
        return kind.event().name();
    }

    boolean isTo(EventName event) {
        return kind.event().name().equals(event);
    }

    boolean isOverAt(Instant now) {
        return expires <= now.toEpochMilli();
    }

    Instant expires() {
        return Instant.ofEpochMilli(expires);
    }
}
