package org.sippresence.rest;

import java.time.Instant;
import java.util.List;
import org.sippresence.maintenance.Administration.PresentityReport;
import org.sippresence.maintenance.Administration.SubscriptionReport;
import org.sippresence.model.Aor;
import org.sippresence.model.Body;
import org.sippresence.model.Dialog;
import org.sippresence.model.DialogId;
import org.sippresence.model.EntityTag;
import org.sippresence.model.EventId;
import org.sippresence.model.EventName;
import org.sippresence.model.MediaType;
import org.sippresence.publication.Publication;
import org.sippresence.subscription.Subscription;
import org.sippresence.subscription.SubscriptionState;
import org.sippresence.subscription.Watcher;

/** Alice, who is watched by Bob. */
final class Fixtures {

    static final Aor ALICE = Aor.parse("sip:alice@example.org");
    static final Aor BOB = Aor.parse("sip:bob@example.org");
    static final String TOKEN = "a-token-for-the-tests";

    private Fixtures() {}

    static PresentityReport aliceIsOnline() {
        Publication publication = new Publication(
                "10-p1",
                ALICE,
                EventName.PRESENCE,
                new EntityTag("10-e7"),
                Instant.parse("2026-11-22T02:00:00Z"),
                Instant.parse("2026-11-22T03:00:00Z"),
                Body.of(MediaType.PIDF, "<presence>\u00e9</presence>"),
                "sip:alice@example.org");
        return new PresentityReport(ALICE, true, List.of(publication), Body.of(MediaType.PIDF, "<composed/>"));
    }

    static PresentityReport offline(String uri) {
        return new PresentityReport(Aor.parse(uri), false, List.of(), Body.of(MediaType.PIDF, "<closed/>"));
    }

    static SubscriptionReport bobWatchesAlice() {
        Dialog dialog = new Dialog(
                new DialogId("call-1", "local-1", "remote-1"),
                ALICE.uri(),
                BOB.uri(),
                "sip:bob@192.0.2.7:5062",
                List.of("sip:proxy.example.org;lr"),
                "sip:127.0.0.1:5060",
                "udp",
                4);
        Subscription subscription = new Subscription(
                "10-s1",
                ALICE,
                new EventId(EventName.PRESENCE, "7"),
                new Watcher(BOB, "Bob", "phone/1"),
                dialog,
                new SubscriptionState.Active(),
                MediaType.PIDF,
                Instant.parse("2026-11-22T03:00:00Z"));
        return new SubscriptionReport(subscription, 12);
    }
}
