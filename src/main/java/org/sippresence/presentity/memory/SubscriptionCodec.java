package org.sippresence.presentity.memory;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.sippresence.model.Aor;
import org.sippresence.model.Dialog;
import org.sippresence.model.DialogId;
import org.sippresence.model.EventId;
import org.sippresence.model.RemoteTarget;
import org.sippresence.subscription.Subscription;
import org.sippresence.subscription.Subscription.Lifecycle;
import org.sippresence.subscription.Watcher;

/**
 * Encodes the individual values of a subscription as bytes: id, Call-ID and tags, the watcher's URI, and the rest. Texts are
 * UTF-8 with a length prefix, numbers are varints with seven bits in each byte. Only used in memory, never stored.
 */
public final class SubscriptionCodec {

    /** Replaces a dialog URI that equals the presentity's or the watcher's URI; it is not a valid URI. */
    private static final String SAME = "\0";

    private SubscriptionCodec() {}

    static byte[] of(Subscription subscription) {
        Dialog dialog = subscription.dialog();
        Watcher watcher = subscription.watcher();
        Writer out = new Writer(256);
        out.text(subscription.id());
        out.text(dialog.id().callId());
        out.text(dialog.id().localTag());
        out.text(dialog.id().remoteTag());
        out.text(watcher.aor().uri());
        out.text(watcher.displayName());
        out.text(subscription.event().id());
        out.text(unlessSame(dialog.localUri(), subscription.presentity()));
        out.text(unlessSame(dialog.remoteUri(), watcher.aor()));
        out.text(dialog.target().uri());
        out.text(dialog.target().nextHop());
        out.number(dialog.remoteCSeq());
        Instant since = subscription.lifecycle().since();
        out.number(since.getEpochSecond());
        out.number(since.getNano());
        out.number(dialog.routeSet().size());
        dialog.routeSet().forEach(out::text);
        return out.written();
    }

    private static String unlessSame(String uri, Aor known) {
        return uri.equals(known.uri()) ? SAME : uri;
    }

    /**
     * Decodes the record.
     *
     * @param expires in milliseconds since 1970
     */
    static Subscription subscription(byte[] encoded, Aor presentity, SubscriptionProfile profile, long expires) {
        Reader in = new Reader(encoded);
        String id = in.text();
        DialogId dialogId = new DialogId(in.text(), in.text(), in.text());
        Watcher watcher =
                new Watcher(new Aor(in.text()), in.text(), profile.userAgent().userAgent());
        String eventId = in.text();
        String localUri = in.text(presentity);
        String remoteUri = in.text(watcher.aor());
        RemoteTarget target = new RemoteTarget(in.text(), in.text());
        long remoteCSeq = in.number();
        Instant since = Instant.ofEpochSecond(in.number(), in.number());
        Dialog dialog = new Dialog(
                dialogId,
                localUri,
                remoteUri,
                target,
                in.texts(),
                profile.userAgent().localContact(),
                profile.userAgent().transport(),
                remoteCSeq);
        return new Subscription(
                id,
                presentity,
                eventId.isEmpty()
                        ? profile.event()
                        : new EventId(profile.event().name(), eventId),
                watcher,
                dialog,
                profile.state(),
                profile.preferences(),
                new Lifecycle(since, Instant.ofEpochMilli(expires), profile.last()));
    }

    static String id(byte[] encoded) {
        return new Reader(encoded).text();
    }

    /** Encodes texts for comparison by {@link #startsWith}. */
    public static byte[] key(String... texts) {
        Writer out = new Writer(96);
        for (String text : texts) {
            out.text(text);
        }
        return out.written();
    }

    static boolean startsWith(byte[] encoded, int from, byte[] key) {
        int to = from + key.length;
        return to <= encoded.length && Arrays.equals(encoded, from, to, key, 0, key.length);
    }

    /** Returns the offset of the Call-ID. */
    static int callId(byte[] encoded) {
        return new Reader(encoded).skip(1);
    }

    /** Returns the offset of the local tag, which follows the Call-ID. */
    static int localTag(byte[] encoded) {
        return new Reader(encoded).skip(2);
    }

    /** Returns the offset of the watcher's URI. */
    static int watcher(byte[] encoded) {
        return new Reader(encoded).skip(4);
    }

    /** Returns the end offset of the watcher's URI. */
    static int watcherEnd(byte[] encoded) {
        return new Reader(encoded).skip(5);
    }

    /** Sequential encoder. */
    private static final class Writer {

        private byte[] bytes;
        private int size;

        Writer(int guess) {
            bytes = new byte[guess];
        }

        void text(String text) {
            byte[] encoded = text.getBytes(UTF_8);
            number(encoded.length);
            reserve(encoded.length);
            System.arraycopy(encoded, 0, bytes, size, encoded.length);
            size += encoded.length;
        }

        void number(long number) {
            reserve(10);
            long rest = number;
            while ((rest & ~0x7FL) != 0) {
                bytes[size++] = (byte) ((rest & 0x7F) | 0x80);
                rest >>>= 7;
            }
            bytes[size++] = (byte) rest;
        }

        private void reserve(int more) {
            if (bytes.length - size < more) {
                bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
            }
        }

        byte[] written() {
            return Arrays.copyOf(bytes, size);
        }
    }

    /** Sequential decoder. */
    private static final class Reader {

        private final byte[] bytes;
        private int at;

        Reader(byte[] bytes) {
            this.bytes = bytes;
        }

        String text() {
            int length = (int) number();
            int from = at;
            at += length;
            return length == 0 ? "" : new String(bytes, from, length, UTF_8);
        }

        /** Reads a URI; the given one if it is marked as the same. */
        String text(Aor known) {
            String text = text();
            return text.equals(SAME) ? known.uri() : text;
        }

        List<String> texts() {
            int count = (int) number();
            if (count == 0) {
                return List.of();
            }
            String[] texts = new String[count];
            for (int i = 0; i < count; i++) {
                texts[i] = text();
            }
            return List.of(texts);
        }

        /** Skips texts and returns the new offset. */
        int skip(int texts) {
            for (int i = 0; i < texts; i++) {
                int length = (int) number();
                at += length;
            }
            return at;
        }

        long number() {
            long number = 0;
            for (int shift = 0; ; shift += 7) {
                byte next = bytes[at++];
                number |= (next & 0x7FL) << shift;
                if (next >= 0) {
                    return number;
                }
            }
        }
    }
}
