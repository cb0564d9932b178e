package org.sippresence.pidf;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.sippresence.model.Aor;
import org.sippresence.testkit.Resources;
import org.sippresence.xml.MalformedXmlException;

/** What the tests of this package share. */
final class PidfFixtures {

    static final Aor ALICE = Aor.parse("sip:alice@example.org");

    private static final PidfCodec CODEC = new PidfCodec(1 << 20);

    private PidfFixtures() {}

    /** A document with this inside its root, which declares the data model as dm and RPID as rpid. */
    static String presence(String inside) {
        return "<presence xmlns=\"urn:ietf:params:xml:ns:pidf\" xmlns:dm=\"urn:ietf:params:xml:ns:pidf:data-model\""
                + " xmlns:rpid=\"urn:ietf:params:xml:ns:pidf:rpid\" entity=\"sip:alice@example.org\">" + inside
                + "</presence>";
    }

    static String openTuple(String id, String contact) {
        return "<tuple id=\"" + id + "\"><status><basic>open</basic></status>" + contact + "</tuple>";
    }

    static Pidf parse(String text) throws MalformedXmlException {
        return parse(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The document with this inside its root. */
    static Pidf presenceOf(String inside) throws MalformedXmlException {
        return parse(presence(inside));
    }

    static Pidf parse(byte[] bytes) throws MalformedXmlException {
        return CODEC.parse(bytes);
    }

    /** A publication with this inside its root. */
    static PublishedDocument source(String id, int second, String inside) {
        try {
            return new PublishedDocument(id, Instant.ofEpochSecond(second), parse(presence(inside)));
        } catch (MalformedXmlException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static byte[] resource(String name) {
        return Resources.read("/pidf/" + name);
    }
}
