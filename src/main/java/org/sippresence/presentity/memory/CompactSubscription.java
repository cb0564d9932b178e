package org.sippresence.presentity.memory;

import java.time.Instant;
import java.util.Objects;
import org.sippresence.model.Aor;
import org.sippresence.model.EventName;
import org.sippresence.subscription.Subscription;
import org.sippresence.subscription.SubscriptionState;

/**
 * A subscription in memory with its counters. Individual values are encoded as bytes and common values are shared, so that an
 * idle subscription takes three small objects; the record is decoded for each transaction that needs it. Changed only in the
 * presentity's lane; the keys for lookup never change and are read by any thread.
 */
public final class CompactSubscription {

    private final Aor presentity;
    private final SequenceCounter numbering;
    private final int idHash;
    private final int dialogHash;
    private volatile byte[] encoded;
    private SubscriptionProfile profile;
    private long expires;

    /** The decoded record, kept only within a transaction, so that all reads in it return the same object. */
    private Subscription open;

    /**
     * Encodes a subscription.
     *
     * @param presentity equal to the subscription's presentity; one object for all of its watchers
     */
    public CompactSubscription(
            Subscription subscription, SequenceCounter numbering, ValueInterner shared, Aor presentity) {
        this.presentity = presentity;
        this.numbering = Objects.requireNonNull(numbering, "numbering");
        this.idHash = SubscriptionTable.spread(subscription.id().hashCode());
        this.dialogHash = SubscriptionTable.spread(subscription.dialog().id().hashCode());
        encode(subscription, shared);
    }

    public Aor presentity() {
        return presentity;
    }

    public SequenceCounter numbering() {
        return numbering;
    }

    /** Replaces the content by that of the changed subscription. */
    public void replace(Subscription changed, ValueInterner shared) {
        encode(changed, shared);
        if (open != null) {
            open = changed;
        }
    }

    private void encode(Subscription subscription, ValueInterner shared) {
        profile = shared.profile(subscription);
        expires = subscription.expires().toEpochMilli();
        encoded = SubscriptionCodec.of(subscription);
    }

    /** Returns the decoded record, to be released at the end of the transaction. */
    public Subscription subscription() {
        Subscription record = open;
        if (record == null) {
            record = SubscriptionCodec.subscription(encoded, presentity, profile, expires);
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
        return SubscriptionCodec.id(encoded);
    }

    public int idHash() {
        return idHash;
    }

    public int dialogHash() {
        return dialogHash;
    }

    /** Returns the hash of the Call-ID, which never changes. */
    int callIdHash() {
        byte[] bytes = encoded;
        return hash(bytes, SubscriptionCodec.callId(bytes), SubscriptionCodec.localTag(bytes));
    }

    /**
     * Computes the hash of an encoded Call-ID.
     *
     * @param callId encoded by {@link SubscriptionCodec#key(String...)}
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
     * Compares the id with the encoded bytes.
     *
     * @param id encoded by {@link SubscriptionCodec#key(String...)}
     */
    public boolean isId(byte[] id) {
        return SubscriptionCodec.startsWith(encoded, 0, id);
    }

    /**
     * Compares the dialog with the encoded bytes.
     *
     * @param dialog Call-ID, local tag and remote tag, encoded by {@link SubscriptionCodec#key(String...)}; or only the first of
     * them
     */
    public boolean isInDialog(byte[] dialog) {
        byte[] bytes = encoded;
        return SubscriptionCodec.startsWith(bytes, SubscriptionCodec.callId(bytes), dialog);
    }

    /**
     * Compares the watcher's URI with the encoded bytes.
     *
     * @param uri encoded by {@link SubscriptionCodec#key(String...)}
     */
    public boolean isOf(byte[] uri) {
        byte[] bytes = encoded;
        return SubscriptionCodec.startsWith(bytes, SubscriptionCodec.watcher(bytes), uri);
    }

    /** Adds the difference to the counts of the watcher and of the pair of watcher and presentity. */
    public void count(int difference, WatcherCounts byWatcher, WatcherCounts byPair) {
        byte[] bytes = encoded;
        int from = SubscriptionCodec.watcher(bytes);
        int to = SubscriptionCodec.watcherEnd(bytes);
        byWatcher.add(difference, byWatcher.hash(0, bytes, from, to));
        byPair.add(difference, byPair.hash(presentity.hashCode(), bytes, from, to));
    }

    public boolean isIn(SubscriptionState state) {
        return profile.state().equals(state);
    }

    /** Returns whether this is a waiting subscription: undecided and without a dialog (RFC 3857 section 4.7.1). */
    boolean isWaiting() {
        return profile.state() instanceof SubscriptionState.Waiting;
    }

    EventName event() {
        return profile.event().name();
    }

    boolean isTo(EventName event) {
        return profile.event().name().equals(event);
    }

    public boolean isOverAt(Instant now) {
        return expires <= now.toEpochMilli();
    }

    public Instant expires() {
        return Instant.ofEpochMilli(expires);
    }
}
