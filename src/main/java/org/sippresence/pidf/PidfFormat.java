package org.sippresence.pidf;

import java.util.Optional;
import java.util.function.Function;
import org.sippresence.model.Body;
import org.sippresence.model.MediaType;

/** The formats of presence documents in NOTIFYs; {@code docs/formats.md} shows each. Output is deterministic. */
@SuppressWarnings("ImmutableEnumChecker") // media types are immutable, and the writers are stateless
public enum PidfFormat {
    /** RFC 3863, with all extensions. */
    PIDF("application/pidf+xml", document -> PidfWriter.print(document, Namespaces.PIDF)),
    /** The drafts before RFC 3863: the same with another namespace. */
    CPIM_PIDF("application/cpim-pidf+xml", document -> PidfWriter.print(document, Namespaces.CPIM_PIDF)),
    /** Lines of text similar to SIP headers. */
    LPIDF("application/lpidf+xml", LpidfWriter::print),
    /** The format that Windows Messenger 4.7 reads. */
    XPIDF("application/xpidf+xml", XpidfWriter::print),
    /** XPIDF under the name by which later Microsoft clients request it. */
    MSRTC_PIDF("text/xml+msrtc.pidf", XpidfWriter::print);

    private final MediaType mediaType;
    private final Function<Pidf, String> printer;

    PidfFormat(String mediaType, Function<Pidf, String> printer) {
        this.mediaType = MediaType.parse(mediaType);
        this.printer = printer;
    }

    public MediaType mediaType() {
        return mediaType;
    }

    /** Writes a document in this format. */
    public Body print(Pidf document) {
        return Body.of(mediaType, printer.apply(document));
    }

    public static Optional<PidfFormat> of(MediaType type) {
        for (PidfFormat each : values()) {
            if (each.mediaType.equals(type)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
