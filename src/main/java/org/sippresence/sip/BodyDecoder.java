package org.sippresence.sip;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.sippresence.model.Body;
import org.sippresence.model.MediaType;
import org.sippresence.model.Rejection;
import org.sippresence.sip.message.BadRequestException;

/**
 * Decodes the bytes of a request to the one body that an event package can read: undoes {@code gzip} and {@code deflate} (with or
 * without zlib's frame), never inflating more than one byte beyond the bound, and selects the part of a {@code multipart/mixed}.
 * Nested multiparts and parts with a transfer encoding of their own are not read.
 *
 * <p>Immutable and thread-safe.
 */
final class BodyDecoder {

    private static final MediaType MULTIPART_MIXED = new MediaType("multipart", "mixed");

    private final List<MediaType> accepted;
    private final int maxBytes;

    /**
     * Creates a decoder for one package.
     *
     * @param accepted the media types that the package reads
     * @param maxBytes the bound of the body after inflation; of a multipart body as a whole
     */
    BodyDecoder(List<MediaType> accepted, int maxBytes) {
        if (maxBytes < 1 || maxBytes == Integer.MAX_VALUE) {
            throw new IllegalArgumentException("bound out of range");
        }
        this.accepted = List.copyOf(accepted);
        this.maxBytes = maxBytes;
    }

    /**
     * Decodes one body.
     *
     * @param raw as received, not empty
     * @param contentType the header's value with its parameters; empty if there is none
     * @param contentEncoding the header's value; empty if there is none
     * @throws BadRequestException 413, 415 or 400
     */
    Body decode(byte[] raw, String contentType, String contentEncoding) throws BadRequestException {
        Optional<MediaType> type = mediaType(contentType);
        if (type.isEmpty()) {
            throw contentType.isBlank() ? unsupportedType() : new BadRequestException(400, "bad Content-Type");
        }
        if (!accepted.contains(type.get()) && !type.get().equals(MULTIPART_MIXED)) {
            throw unsupportedType();
        }
        String coding = contentEncoding.strip().toLowerCase(Locale.ROOT);
        if (!List.of("", "identity", "gzip", "x-gzip", "deflate").contains(coding)) {
            throw new BadRequestException(
                    Rejection.of(415, "Unsupported Media Type", "Accept-Encoding", "gzip, deflate, identity"));
        }
        checkLength(raw);
        byte[] bytes;
        try {
            bytes = inflated(raw, coding);
        } catch (ZipException | EOFException e) {
            throw new BadRequestException(400, "body is not " + coding);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // reading from memory does not fail
        }
        checkLength(bytes);
        return accepted.contains(type.get()) ? Body.of(type.get(), bytes) : fromParts(bytes, contentType);
    }

    private void checkLength(byte[] bytes) throws BadRequestException {
        if (bytes.length > maxBytes) {
            throw new BadRequestException(413, "Request Entity Too Large");
        }
    }

    private BadRequestException unsupportedType() {
        String types = accepted.stream().map(MediaType::toString).collect(Collectors.joining(", "));
        return new BadRequestException(Rejection.of(415, "Unsupported Media Type", "Accept", types));
    }

    private static Optional<MediaType> mediaType(String text) {
        try {
            return Optional.of(MediaType.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private byte[] inflated(byte[] raw, String coding) throws IOException {
        return switch (coding) {
            case "gzip", "x-gzip" -> {
                try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(raw))) {
                    yield in.readNBytes(maxBytes + 1);
                }
            }
            case "deflate" -> deflated(raw);
            default -> raw;
        };
    }

    private byte[] deflated(byte[] raw) throws IOException {
        Inflater inflater = new Inflater(!hasZlibFrame(raw));
        try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(raw), inflater)) {
            return in.readNBytes(maxBytes + 1);
        } finally {
            inflater.end();
        }
    }

    /** RFC 1950 section 2.2: the method in the low bits, and both bytes a multiple of 31. */
    private static boolean hasZlibFrame(byte[] raw) {
        return raw.length >= 2 && (raw[0] & 0x0f) == 8 && ((raw[0] & 0xff) << 8 | (raw[1] & 0xff)) % 31 == 0;
    }

    private Body fromParts(byte[] bytes, String contentType) throws BadRequestException {
        String boundary = Multipart.boundary(contentType)
                .orElseThrow(() -> new BadRequestException(400, "multipart without boundary"));
        List<Multipart.Part> parts = Multipart.parts(bytes, boundary)
                .orElseThrow(() -> new BadRequestException(400, "multipart is damaged"));
        Optional<Body> found = Optional.empty();
        for (Multipart.Part part : parts) {
            Optional<MediaType> type = mediaType(part.header("content-type"));
            if (type.isEmpty() || !accepted.contains(type.get()) || part.isEncoded()) {
                continue;
            }
            if (found.isPresent()) {
                throw new BadRequestException(400, "multipart with more than one part for this event");
            }
            found = Optional.of(Body.of(type.get(), Arrays.copyOfRange(bytes, part.from(), part.to())));
        }
        return found.orElseThrow(this::unsupportedType);
    }
}
