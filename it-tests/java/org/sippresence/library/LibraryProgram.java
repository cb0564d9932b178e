package org.sippresence.library;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.sippresence.bootstrap.PresenceServer;
import org.sippresence.bootstrap.Storage;
import org.sippresence.internal.InternalSubscriptions.Outcome.Subscribed;
import org.sippresence.internal.InternalSubscriptions.SubscribeRequest;
import org.sippresence.maintenance.PublishedStates.PublishRequest;
import org.sippresence.model.Aor;
import org.sippresence.model.Body;
import org.sippresence.model.EventName;
import org.sippresence.model.MediaType;
import org.sippresence.notification.Notify;
import org.sippresence.notification.NotifySender.Answer;
import org.sippresence.publication.PublishOutcome.Accepted;
import org.sippresence.settings.Settings;

/** A program that has the server as a library: no container, no SIP, no database. It prints what it sees. */
final class LibraryProgram {

    /** The start of each line that {@link LibraryIT} reads. */
    static final String PREFIX = "library: ";

    private static final Aor ALICE = Aor.parse("sip:alice@example.org");
    private static final Aor BOB = Aor.parse("sip:bob@example.org");
    private static final String OPEN = "<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='sip:alice@example.org'>"
            + "<tuple id='a'><status><basic>open</basic></status></tuple></presence>";

    private final BlockingQueue<Notify> notifies = new LinkedBlockingQueue<>();

    private LibraryProgram() {}

    public static void main(String[] args) throws InterruptedException {
        Settings settings = Settings.of(Map.of("auth", "none", "accept_internal_subscriptions", "1"));
        Storage storage = Storage.open(settings, Clock.systemUTC());
        PresenceServer.Senders noSip = new PresenceServer.Senders(
                (notify, answer) -> answer.accept(new Answer.Unreachable("no SIP")), Optional.empty(), Map::of);
        try (PresenceServer presence = new PresenceServer(settings, storage, noSip, Clock.systemUTC())) {
            new LibraryProgram().run(presence);
        }
    }

    private void run(PresenceServer presence) throws InterruptedException {
        SubscribeRequest request = new SubscribeRequest(BOB, ALICE, EventName.PRESENCE, List.of());
        Subscribed subscribed = (Subscribed) presence.internalSubscriptions()
                .subscribe(request, Duration.ofMinutes(5), notifies::add)
                .join();
        print("subscribed for " + subscribed.expires());
        printNotify();
        PublishRequest publish = new PublishRequest(
                ALICE,
                EventName.PRESENCE,
                Optional.empty(),
                OptionalInt.of(60),
                Optional.of(Body.of(MediaType.PIDF, OPEN)));
        Accepted published =
                (Accepted) presence.publishedStates().publish(publish).join();
        print("published for " + published.expires());
        printNotify();
        Subscribed refreshed =
                (Subscribed) subscribed.handle().refresh(Duration.ofMinutes(10)).join();
        print("subscribed for " + refreshed.expires());
        printNotify();
        Subscribed ended = (Subscribed) subscribed.handle().end().join();
        print("subscribed for " + ended.expires());
        printNotify();
    }

    private void printNotify() throws InterruptedException {
        Notify notify = notifies.poll(10, TimeUnit.SECONDS);
        String body = notify.body().map(Body::text).orElse("");
        print("NOTIFY " + notify.subscriptionState().split(";", 2)[0]
                + (body.contains(">open<") ? " open" : " closed"));
    }

    private static void print(String line) {
        System.out.println(PREFIX + line);
    }
}
