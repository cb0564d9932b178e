package org.sippresence.bootstrap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sippresence.internal.InternalSubscriptions;
import org.sippresence.maintenance.PublishedStates;
import org.sippresence.model.Aor;
import org.sippresence.model.Body;
import org.sippresence.model.EventName;
import org.sippresence.model.MediaType;
import org.sippresence.notification.Notify;
import org.sippresence.notification.NotifySender.Answer;
import org.sippresence.publication.PublishOutcome;
import org.sippresence.settings.Settings;

/** The services in a program of somebody else: no container, no SIP, no database. */
@Timeout(30)
final class LibraryTest {

    private static final Aor ALICE = Aor.parse("sip:alice@example.org");
    private static final Aor BOB = Aor.parse("sip:bob@example.org");
    private static final String OPEN = "<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='sip:alice@example.org'>"
            + "<tuple id='a'><status><basic>open</basic></status></tuple></presence>";

    private static String text(Notify notify) {
        return new String(notify.body().orElseThrow().bytes(), UTF_8);
    }

    @Test
    void withoutDatabaseUrlAProgramPublishesAndWatchesInItsOwnProcess() throws InterruptedException {
        Settings settings = Settings.of(Map.of("auth", "none", "accept_internal_subscriptions", "1"));
        Storage storage = Storage.open(settings.storage(), settings.lease(), Clock.systemUTC());
        PresenceServer.Senders noSip = new PresenceServer.Senders(
                (notify, answer) -> answer.accept(new Answer.Unreachable("no SIP")), Optional.empty());
        try (PresenceServer presence = new PresenceServer(settings, storage, noSip, Clock.systemUTC())) {
            BlockingQueue<Notify> told = new LinkedBlockingQueue<>();
            assertThat(presence.internalSubscriptions()
                            .subscribe(
                                    new InternalSubscriptions.SubscribeRequest(
                                            BOB, ALICE, EventName.PRESENCE, List.of()),
                                    Duration.ofMinutes(5),
                                    told::add)
                            .join())
                    .isInstanceOf(InternalSubscriptions.Outcome.Subscribed.class);
            assertThat(text(told.poll(10, TimeUnit.SECONDS))).contains("closed");
            PublishOutcome published = presence.states()
                    .publish(new PublishedStates.PublishRequest(
                            ALICE,
                            EventName.PRESENCE,
                            Optional.empty(),
                            OptionalInt.of(60),
                            Optional.of(Body.of(MediaType.PIDF, OPEN))))
                    .join();
            assertThat(published).isInstanceOf(PublishOutcome.Accepted.class);
            assertThat(text(told.poll(10, TimeUnit.SECONDS))).contains("open");
        }
    }
}
