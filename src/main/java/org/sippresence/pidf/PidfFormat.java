package org.sippresence.pidf;

import java.util.Optional;
import java.util.function.Function;
import org.sippresence.model.Body;
import org.sippresence.model.MediaType;

/** The formats in which a presence document can be sent; {@code docs/formats.md} shows each. Output is deterministic. */
@SuppressWarnings("ImmutableEnumChecker") // a media type is immutable, and the printers keep nothing
public enum PidfFormat {
    /** RFC 3863, with all extensions. */
    PIDF("application/pidf+xml", document -> PidfWriter.print(document, Namespaces.PIDF)),
    /** The drafts before RFC 3863: the same with another namespace. */
    CPIM_PIDF("application/cpim-pidf+xml", document -> PidfWriter.print(document, Namespaces.CPIM_PIDF)),
    /** Lines of text that look like SIP headers. */
    LPIDF("application/lpidf+xml", LpidfWriter::print),
    /** As Windows Messenger 4.7 reads it. */
    XPIDF("application/xpidf+xml", XpidfWriter::print),
    /** XPIDF under the name by which later Microsoft clients ask for it. */
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

    /** Prints a document in this format. */
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
