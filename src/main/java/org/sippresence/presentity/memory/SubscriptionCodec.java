package org.sippresence.presentity.memory;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sippresence.model.Aor;
import org.sippresence.model.Dialog;
import org.sippresence.model.DialogId;
import org.sippresence.model.EventId;
import org.sippresence.model.Flow;
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

    /** Added to the length of the address of a flow that is a connection. */
    private static final int CONNECTION = 0x40;

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
        out.flow(dialog.flow());
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
                in.flow(profile.userAgent().arrival()),
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

        /** Writes nothing if requests go to the Contact, otherwise 7 bytes with IPv4 and 8 more with a connection. */
        void flow(Flow flow) {
            if (flow.remote().isPresent()) {
                InetSocketAddress remote = flow.remote().get();
                byte[] address = remote.getAddress().getAddress();
                bytes(address.length | (flow.isConnection() ? CONNECTION : 0), 1);
                reserve(address.length);
                System.arraycopy(address, 0, bytes, size, address.length);
                size += address.length;
                bytes(remote.getPort(), Short.BYTES);
                bytes(flow.connection(), flow.isConnection() ? Long.BYTES : 0);
            }
        }

        /** Writes the lowest bytes of a number. */
        private void bytes(long number, int count) {
            reserve(count);
            for (int i = count - 1; i >= 0; i--) {
                bytes[size++] = (byte) (number >>> (i * Byte.SIZE));
            }
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

        /** Reads a flow at the end, if there is one. */
        Flow flow(Flow arrival) {
            if (at == bytes.length) {
                return arrival;
            }
            int kind = (int) bytes(1);
            byte[] address = Arrays.copyOfRange(bytes, at, at + (kind & ~CONNECTION));
            at += address.length;
            int port = (int) bytes(Short.BYTES);
            long connection = bytes(kind == address.length ? 0 : Long.BYTES);
            return new Flow(
                    arrival.transport(),
                    arrival.listener(),
                    Optional.of(new InetSocketAddress(literal(address), port)),
                    connection);
        }

        private static InetAddress literal(byte[] address) {
            try {
                return InetAddress.getByAddress(address);
            } catch (UnknownHostException e) {
                throw new IllegalStateException("an address of " + address.length + " bytes", e);
            }
        }

        private long bytes(int count) {
            long number = 0;
            for (int i = 0; i < count; i++) {
                number = number << Byte.SIZE | (bytes[at++] & 0xFF);
            }
            return number;
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
