package org.sippresence.presentity.memory;

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
public final class CompactSubscription {

    private final Aor presentity;
    private final SequenceCounter numbering;
    private final int idHash;
    private final int dialogHash;
    private volatile byte[] packed;
    private SubscriptionProfile kind;
    private long expires;

    /** Only within a turn, so that it sees one record however often it asks. */
    private Subscription open;

    private CompactSubscription(
            Subscription subscription, SequenceCounter numbering, ValueInterner shared, Aor presentity) {
        this.presentity = presentity;
        this.numbering = Objects.requireNonNull(numbering, "numbering");
        this.idHash = SubscriptionTable.spread(subscription.id().hashCode());
        this.dialogHash = SubscriptionTable.spread(subscription.dialog().id().hashCode());
        pack(subscription, shared);
    }

    public Aor presentity() {
        return presentity;
    }

    public SequenceCounter numbering() {
        return numbering;
    }

    /**
     * Encodes a subscription.
     *
     * @param presentity the same as the subscription's, one object for all of its watchers
     */
    public static CompactSubscription of(
            Subscription subscription, SequenceCounter numbering, ValueInterner shared, Aor presentity) {
        return new CompactSubscription(subscription, numbering, shared, presentity);
    }

    /** The same subscription after a change. */
    public void replace(Subscription changed, ValueInterner shared) {
        pack(changed, shared);
        if (open != null) {
            open = changed;
        }
    }

    private void pack(Subscription subscription, ValueInterner shared) {
        kind = shared.kind(subscription);
        expires = subscription.expires().toEpochMilli();
        packed = SubscriptionCodec.of(subscription);
    }

    /** The record; to be closed at the end of the turn. */
    public Subscription subscription() {
        Subscription record = open;
        if (record == null) {
            record = SubscriptionCodec.subscription(packed, presentity, kind, expires);
            open = record;
        }
        return record;
    }

    public boolean isOpen() {
        return open != null;
    }

    public void close() {
        open = null;
    }

    public String id() {
        return SubscriptionCodec.id(packed);
    }

    public int idHash() {
        return idHash;
    }

    public int dialogHash() {
        return dialogHash;
    }

    /** Never changes, as the Call-ID does not. */
    int callIdHash() {
        byte[] bytes = packed;
        return hash(bytes, SubscriptionCodec.callId(bytes), SubscriptionCodec.localTag(bytes));
    }

    /**
     * Compares with the encoded bytes.
     *
     * @param callId as {@link SubscriptionCodec#key(String...)} writes it
     */
    static int callIdHash(byte[] callId) {
        return hash(callId, 0, callId.length);
    }

    private static int hash(byte[] bytes, int from, int to) {
        int hash = 1;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        return SubscriptionTable.spread(hash);
    }

    /**
     * Compares with the encoded bytes.
     *
     * @param id as {@link SubscriptionCodec#key(String...)} writes it
     */
    public boolean isId(byte[] id) {
        return SubscriptionCodec.startsWith(packed, 0, id);
    }

    /**
     * Compares with the encoded bytes.
     *
     * @param dialog Call-ID, our tag and the subscriber's, as {@link SubscriptionCodec#key(String...)} writes them; or only the first ones
     */
    public boolean isInDialog(byte[] dialog) {
        byte[] bytes = packed;
        return SubscriptionCodec.startsWith(bytes, SubscriptionCodec.callId(bytes), dialog);
    }

    /**
     * Compares with the encoded bytes.
     *
     * @param uri as {@link SubscriptionCodec#key(String...)} writes it
     */
    public boolean isOf(byte[] uri) {
        byte[] bytes = packed;
        return SubscriptionCodec.startsWith(bytes, SubscriptionCodec.watcher(bytes), uri);
    }

    /** Counts it for its watcher, and for its watcher together with its presentity. */
    public void count(int difference, WatcherCounts byWatcher, WatcherCounts byPair) {
        byte[] bytes = packed;
        int from = SubscriptionCodec.watcher(bytes);
        int to = SubscriptionCodec.watcherEnd(bytes);
        byWatcher.add(difference, 0, bytes, from, to);
        byPair.add(difference, presentity.hashCode(), bytes, from, to);
    }

    public boolean isIn(SubscriptionState state) {
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

    public boolean isOverAt(Instant now) {
        return expires <= now.toEpochMilli();
    }

    public Instant expires() {
        return Instant.ofEpochMilli(expires);
    }
}
