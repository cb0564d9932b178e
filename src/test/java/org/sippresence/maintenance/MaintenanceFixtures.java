package org.sippresence.maintenance;

import java.time.Instant;
import org.sippresence.model.Aor;
import org.sippresence.model.Body;
import org.sippresence.model.EntityTag;
import org.sippresence.model.EventName;
import org.sippresence.model.MediaType;
import org.sippresence.publication.Publication;

/** What the tests of this package share. */
final class MaintenanceFixtures {

    static final Aor ALICE = Aor.parse("sip:alice@example.org");
    static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    static final Instant LATER = NOON.plusSeconds(3600);

    /** Everything that PIDF and its extensions let one say. */
    static final String DESK =
            presence("<tuple id='t1'><status><basic>open</basic><r:idle/></status><r:class>work</r:class>"
                    + "<contact priority='0.8'>sip:alice@192.0.2.1</contact><note xml:lang='en'>at my desk</note></tuple>"
                    + "<note>away</note><r:mood/>");

    static final String MOBILE = presence("<tuple id='t1'><status/></tuple><note xml:lang='de'>unterwegs</note>");

    private MaintenanceFixtures() {}

    /** A document with this inside its root, which declares RPID as r. */
    static String presence(String inside) {
        return "<presence xmlns='urn:ietf:params:xml:ns:pidf' xmlns:r='urn:ietf:params:xml:ns:pidf:rpid'"
                + " entity='sip:alice@example.org'>" + inside + "</presence>";
    }

    static Publication publication(String id, Aor presentity, String body) {
        return publication(id, presentity, EventName.PRESENCE, body);
    }

    /** From noon to an hour later, with the entity-tag e-ID. */
    static Publication publication(String id, Aor presentity, EventName event, String body) {
        return new Publication(
                id, presentity, event, new EntityTag("e-" + id), NOON, LATER, Body.of(MediaType.PIDF, body), "");
    }
}
