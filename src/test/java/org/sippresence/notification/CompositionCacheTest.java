package org.sippresence.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.testkit.Fixtures.alice;
import static org.sippresence.testkit.Fixtures.publish;
import static org.sippresence.testkit.Fixtures.subscribe;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sippresence.eventpackage.MalformedBodyException;
import org.sippresence.eventpackage.ParsedBody;
import org.sippresence.events.presence.PresencePackage;
import org.sippresence.model.Body;
import org.sippresence.model.MediaType;
import org.sippresence.publication.PublishCommand.Content;
import org.sippresence.testkit.RecordingNotifySender;
import org.sippresence.testkit.TestBed;

final class CompositionCacheTest {

    private final PresencePackage presence = new PresencePackage(2000, OptionalInt.empty(), false);
    private final RecordingNotifySender sender = new RecordingNotifySender();
    private final TestBed bed =
            TestBed.plan().eventPackage(presence).sender(sender).start();

    @AfterEach
    void close() {
        bed.close();
    }

    @Test
    void aDocumentIsParsedByTheCheckOfItsPublishAndByNoCompositionAfterIt() throws MalformedBodyException {
        assertThat(TestBed.get(bed.subscribe(subscribe(alice(), "a", 600)))).isNotNull();
        bed.settle();

        assertThat(shownAfterPublishing("sip:alice@one.example.org")).contains("sip:alice@one.example.org");
        assertThat(shownAfterPublishing("sip:alice@the-other.example.org"))
                .contains("sip:alice@one.example.org", "sip:alice@the-other.example.org");
    }

    /** Publishes a document that cannot be parsed any more after its check; returns the body of the NOTIFY. */
    private String shownAfterPublishing(String contact) throws MalformedBodyException {
        byte[] bytes = """
                <presence xmlns="urn:ietf:params:xml:ns:pidf" entity="sip:alice@example.org">
                  <tuple id="t"><status><basic>open</basic></status><contact>%s</contact></tuple>
                </presence>
                """.formatted(contact).getBytes(StandardCharsets.UTF_8);
        ParsedBody parsed = presence.check(Body.of(MediaType.PIDF, bytes));
        Arrays.fill(bytes, (byte) '?');
        assertThat(TestBed.get(bed.publish(publish(alice(), new Content.State(parsed), OptionalInt.empty()))))
                .isNotNull();
        bed.settle();
        return sender.all().get(sender.count() - 1).body().orElseThrow().text();
    }
}
