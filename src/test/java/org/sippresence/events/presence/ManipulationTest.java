package org.sippresence.events.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.testkit.Fixtures.NOON;
import static org.sippresence.testkit.Fixtures.alice;
import static org.sippresence.testkit.Fixtures.dialog;
import static org.sippresence.testkit.Fixtures.publish;
import static org.sippresence.testkit.Fixtures.subscribe;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.sippresence.model.Body;
import org.sippresence.model.EntityTag;
import org.sippresence.model.EventName;
import org.sippresence.model.MediaType;
import org.sippresence.presentity.DocumentKey;
import org.sippresence.presentity.StoredDocument;
import org.sippresence.testkit.RecordingNotifySender;
import org.sippresence.testkit.TestBed;

/** What a presentity puts down about itself without expiry (RFC 4827) is part of its state. */
final class ManipulationTest {

    private static final DocumentKey KEY = new DocumentKey("pidf-manipulation", alice(), "index");

    private final RecordingNotifySender sender = new RecordingNotifySender();

    @AutoClose
    private final TestBed bed = TestBed.plan()
            .sender(sender)
            .eventPackage(new PresencePackage(65_536, OptionalInt.empty(), false))
            .start();

    ManipulationTest() {
        bed.presentities.listeners().onDocument((transaction, key) -> {
            transaction.renewVersion();
            int unused = bed.notifier.notifyWatchers(transaction, EventName.PRESENCE);
        });
    }

    private static String document(String note) {
        return "<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='sip:alice@example.org'><tuple id='t'><status><basic>"
                + "open</basic></status><note>" + note + "</note></tuple></presence>";
    }

    private String last() {
        List<String> bodies = sender.bodies(dialog("a").id());
        return bodies.get(bodies.size() - 1);
    }

    @Test
    void itStandsBesideWhatIsPublishedAndGoesWhenItIsRemoved() {
        Object published = TestBed.get(bed.publish(publish(alice(), document("from the phone"))));
        Object subscribed = TestBed.get(bed.subscribe(subscribe(alice(), "a", 600)));
        assertThat(List.of(published, subscribed)).hasSize(2);
        bed.settle();
        StoredDocument manipulated =
                new StoredDocument(KEY, new EntityTag("t1"), Body.of(MediaType.PIDF, document("by hand")), NOON);
        bed.change(alice(), transaction -> transaction.documents().save(manipulated));
        bed.settle();
        assertThat(last()).contains("by hand", "from the phone");
        bed.change(alice(), transaction -> transaction.documents().remove(KEY));
        bed.settle();
        assertThat(last()).contains("from the phone").doesNotContain("by hand");
    }
}
