package org.sippresence.presentity;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.sippresence.model.Aor;
import org.sippresence.model.Body;
import org.sippresence.model.Dialog;
import org.sippresence.model.DialogId;
import org.sippresence.model.EntityTag;
import org.sippresence.model.EventId;
import org.sippresence.model.EventName;
import org.sippresence.model.Flow;
import org.sippresence.model.MediaType;
import org.sippresence.model.RemoteTarget;
import org.sippresence.presentity.memory.SequenceNumbers;
import org.sippresence.publication.Publication;
import org.sippresence.registration.Binding;
import org.sippresence.registration.BindingSource;
import org.sippresence.subscription.Subscription;
import org.sippresence.subscription.Subscription.Lifecycle;
import org.sippresence.subscription.Subscription.Preferences;
import org.sippresence.subscription.SubscriptionEvent;
import org.sippresence.subscription.SubscriptionState;
import org.sippresence.subscription.Watcher;

/** Presentities, publications and subscriptions to be stored. */
public final class StoredFixtures {

    public static final Instant NOON = Instant.parse("2026-11-22T12:00:00.123Z");
    public static final Aor ALICE = Aor.parse("sip:alice@example.org");
    public static final Aor BOB = Aor.parse("sip:bob@example.org");

    private StoredFixtures() {}

    /** Ends an hour after noon. */
    public static Publication publication(String id, Aor presentity) {
        return publication(id, presentity, "<presence/>");
    }

    public static Publication publication(String id, Aor presentity, String body) {
        return new Publication(
                id,
                presentity,
                EventName.PRESENCE,
                new EntityTag("etag-" + id.substring(0, Math.min(id.length(), 20))),
                NOON,
                NOON.plusSeconds(3600),
                Body.of(MediaType.PIDF, body),
                presentity.uri());
    }

    /** The same publication after a modify. */
    public static Publication modified(Publication publication, String etag, Instant received) {
        return new Publication(
                publication.id(),
                publication.presentity(),
                publication.event(),
                new EntityTag(etag),
                received,
                received.plusSeconds(3600),
                Body.of(MediaType.PIDF, "<presence entity='" + etag + "'/>"),
                publication.sender());
    }

    /** Bob's active subscription, which ends two hours after noon. */
    public static Subscription subscription(String id, Aor presentity) {
        return subscription(id, presentity, new SubscriptionState.Active());
    }

    public static Subscription subscription(String id, Aor presentity, SubscriptionState state) {
        return new Subscription(
                id,
                presentity,
                new EventId(EventName.PRESENCE, "7"),
                new Watcher(BOB, "Bob \u00d6str\u00f6m \ud83d\ude00", "baresip v3.10"),
                dialog(id, presentity),
                state,
                new Preferences(
                        MediaType.PIDF,
                        Optional.of(Body.of(new MediaType("text", "plain"), "everything \u00d6")),
                        Map.of()),
                new Lifecycle(NOON.plusMillis(7), NOON.plusSeconds(7200), SubscriptionEvent.APPROVED));
    }

    private static Dialog dialog(String id, Aor presentity) {
        return new Dialog(
                new DialogId("call-" + id + "@192.0.2.1", "our-" + id, "their-" + id),
                presentity.uri(),
                "sip:bob@example.org;user=phone",
                new RemoteTarget("sip:bob@192.0.2.1:5070;transport=udp;ob", "sip:192.0.2.77:5080;transport=tcp"),
                List.of("sip:p1.example.org;lr", "sip:p2.example.org;lr;ftag=a%20b"),
                "sip:192.0.2.9:5060;transport=udp",
                new Flow(
                        "tcp",
                        "192.0.2.9:5060",
                        Optional.of(new InetSocketAddress("198.51.100.7", 40_213)),
                        0xfedcba9876543210L),
                4_294_967_295L);
    }

    /** A document of presence rules. */
    public static StoredDocument document(Aor owner, String path, String text) {
        return new StoredDocument(
                new DocumentKey("pres-rules", owner, path),
                new EntityTag("etag-" + text.hashCode()),
                Body.of(new MediaType("application", "auth-policy+xml"), text),
                NOON);
    }

    /** A contact that was registered at noon and ends half an hour later. */
    public static Binding binding(String id, Aor aor, String contact) {
        return new Binding(
                id,
                aor,
                contact,
                OptionalInt.of(500),
                NOON,
                NOON.plusSeconds(1800),
                new Binding.Claim(BindingSource.REGISTER, "call-" + id, 4_294_967_295L, "baresip v3.10"),
                new Binding.Outbound(
                        "<urn:uuid:00000000-0000-1000-8000-AABBCCDDEEFF>",
                        1,
                        List.of("sip:p1;lr", "sip:p2;lr;ob"),
                        "sip:[2001:db8::7]:5080"));
    }

    public static SequenceNumbers counters(long cseq, long version) {
        return new SequenceNumbers(cseq, version);
    }
}
