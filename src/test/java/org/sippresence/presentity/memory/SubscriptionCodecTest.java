package org.sippresence.presentity.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sippresence.model.Aor;
import org.sippresence.model.Dialog;
import org.sippresence.model.DialogId;
import org.sippresence.model.EventId;
import org.sippresence.model.EventName;
import org.sippresence.model.Flow;
import org.sippresence.model.MediaType;
import org.sippresence.model.RemoteTarget;
import org.sippresence.presentity.StoredFixtures;
import org.sippresence.subscription.Subscription;
import org.sippresence.subscription.Subscription.Lifecycle;
import org.sippresence.subscription.Subscription.Preferences;
import org.sippresence.subscription.SubscriptionEvent;
import org.sippresence.subscription.SubscriptionState;
import org.sippresence.subscription.Watcher;

final class SubscriptionCodecTest {

    private final ValueInterner shared = new ValueInterner();

    private CompactSubscription watched(Subscription subscription) {
        return new CompactSubscription(subscription, SequenceCounter.fresh(), shared, subscription.presentity());
    }

    @Test
    void aSubscriptionComesBackAsItWas() {
        Subscription subscription = StoredFixtures.subscription("id-1", StoredFixtures.ALICE);
        assertThat(watched(subscription).subscription()).isEqualTo(subscription);
    }

    @Test
    void whateverItsTextsAreASubscriptionComesBackAsItWas() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 1_000; i++) {
            Subscription subscription = subscription(random);
            assertThat(watched(subscription).subscription()).as("seed %d", seed).isEqualTo(subscription);
        }
    }

    @Test
    void aSubscriptionIsFoundByItsIdItsDialogAndItsWatcher() {
        Subscription subscription = StoredFixtures.subscription("id-1", StoredFixtures.ALICE);
        CompactSubscription watched = watched(subscription);
        DialogId dialog = subscription.dialog().id();
        assertThat(watched.isId(SubscriptionCodec.key("id-1"))).isTrue();
        assertThat(watched.isId(SubscriptionCodec.key("id-"))).isFalse();
        assertThat(watched.isInDialog(SubscriptionCodec.key(dialog.callId(), dialog.localTag(), dialog.remoteTag())))
                .isTrue();
        assertThat(watched.isInDialog(SubscriptionCodec.key(dialog.callId()))).isTrue();
        assertThat(watched.isInDialog(SubscriptionCodec.key(dialog.callId(), dialog.remoteTag(), dialog.localTag())))
                .isFalse();
        assertThat(watched.isOf(SubscriptionCodec.key(StoredFixtures.BOB.uri())))
                .isTrue();
        assertThat(watched.isOf(SubscriptionCodec.key(StoredFixtures.ALICE.uri())))
                .isFalse();
        assertThat(watched.id()).isEqualTo("id-1");
    }

    @Test
    void withinATurnThereIsOneRecord() {
        CompactSubscription watched = watched(StoredFixtures.subscription("id-1", StoredFixtures.ALICE));
        Subscription first = watched.subscription();
        assertThat(watched.subscription()).isSameAs(first);
        watched.close();
        assertThat(watched.isOpen()).isFalse();
        assertThat(watched.subscription()).isNotSameAs(first).isEqualTo(first);
    }

    private static Subscription subscription(Random random) {
        Aor presentity = new Aor(text(random));
        Watcher watcher = new Watcher(new Aor(text(random)), text(random), text(random));
        Dialog dialog = new Dialog(
                new DialogId(text(random), text(random), text(random)),
                random.nextBoolean() ? presentity.uri() : text(random),
                random.nextBoolean() ? watcher.aor().uri() : text(random),
                new RemoteTarget(text(random), random.nextBoolean() ? "" : text(random)),
                IntStream.range(0, random.nextInt(3))
                        .mapToObj(i -> text(random))
                        .toList(),
                text(random),
                flow(random),
                random.nextLong(1L << 32));
        return new Subscription(
                text(random),
                presentity,
                new EventId(new EventName("presence.winfo"), random.nextBoolean() ? "" : "id" + random.nextInt()),
                watcher,
                dialog,
                List.of(
                                new SubscriptionState.Active(),
                                new SubscriptionState.Pending(),
                                new SubscriptionState.Waiting())
                        .get(random.nextInt(3)),
                new Preferences(MediaType.PIDF, Optional.empty(), Map.of()),
                new Lifecycle(
                        Instant.ofEpochMilli(random.nextLong(1L << 50)),
                        Instant.ofEpochMilli(random.nextLong(1L << 50)),
                        List.of(SubscriptionEvent.SUBSCRIBED, SubscriptionEvent.APPROVED)
                                .get(random.nextInt(2))));
    }

    private static Flow flow(Random random) {
        if (random.nextBoolean()) {
            return Flow.of(text(random), text(random));
        }
        byte[] address = new byte[random.nextBoolean() ? 4 : 16];
        random.nextBytes(address);
        try {
            InetSocketAddress remote =
                    new InetSocketAddress(InetAddress.getByAddress(address), random.nextInt(1 << Short.SIZE));
            long connection = random.nextBoolean() ? random.nextLong() : 0;
            return new Flow(text(random), text(random), Optional.of(remote), connection);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aFlowTakesFewBytes() {
        Dialog plain = StoredFixtures.subscription("id-1", StoredFixtures.ALICE).dialog();
        InetSocketAddress remote = plain.flow().remote().orElseThrow();
        int none = bytes(plain.withoutFlow());
        assertThat(bytes(plain.refreshed(plain.target(), new Flow("udp", "", Optional.of(remote), 0), 1)) - none)
                .isLessThanOrEqualTo(7);
        assertThat(bytes(plain) - none).isEqualTo(15);
    }

    private static int bytes(Dialog dialog) {
        Subscription any = StoredFixtures.subscription("id-1", StoredFixtures.ALICE);
        return SubscriptionCodec.of(any.refreshed(dialog, any.preferences(), any.expires())).length;
    }

    /** Of any length, with some characters of two, three and four bytes. */
    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(10) == 0 ? random.nextInt(2_000) : random.nextInt(40);
        for (int i = 0; i < length; i++) {
            int kind = random.nextInt(20);
            text.appendCodePoint(
                    kind == 0 ? 0x1F600 : kind == 1 ? 0x20AC : kind == 2 ? 0xD6 : ' ' + random.nextInt(90));
        }
        return text.toString();
    }
}
