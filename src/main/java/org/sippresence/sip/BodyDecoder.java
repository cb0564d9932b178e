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
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.sippresence.model.Body;
import org.sippresence.model.MediaType;

/**
 * Decodes the bytes of a request to the one body that an event package can read: undoes {@code gzip} and {@code deflate} (with or
 * without zlib's frame), never inflating more than one byte beyond the bound, and selects the part of a {@code multipart/mixed}.
 * Nested multiparts and parts with a transfer encoding of their own are not read.
 *
 * <p>Immutable and thread-safe.
 */
public final class BodyDecoder {

    private static final MediaType MULTIPART_MIXED = new MediaType("multipart", "mixed");

    private final List<MediaType> accepted;
    private final int maxBytes;

    /**
     * Creates a decoder for one package.
     *
     * @param accepted the media types that the package reads
     * @param maxBytes the bound of the body after inflation; of a multipart body as a whole
     */
    public BodyDecoder(List<MediaType> accepted, int maxBytes) {
        if (maxBytes < 1 || maxBytes == Integer.MAX_VALUE) {
            throw new IllegalArgumentException("bound out of range");
        }
        this.accepted = List.copyOf(accepted);
        this.maxBytes = maxBytes;
    }

    /** The result of decoding a body. */
    public sealed interface Result {}

    /** The body, of one of the accepted types. */
    public record Decoded(Body body) implements Result {}

    /** 415: {@code header} is the header that the response must carry, {@code Accept} or {@code Accept-Encoding}. */
    public record Unsupported(String header) implements Result {}

    /** 413: larger than the bound, before or after inflation. */
    public record TooLarge() implements Result {}

    /** 400: the reason may be shown to the client. */
    public record Malformed(String reason) implements Result {}

    /**
     * Decodes one body.
     *
     * @param raw as received, not empty
     * @param contentType the header's value with its parameters; empty if there is none
     * @param contentEncoding the header's value; empty if there is none
     */
    public Result decode(byte[] raw, String contentType, String contentEncoding) {
        Optional<MediaType> type = mediaType(contentType);
        if (type.isEmpty()) {
            return contentType.isBlank() ? new Unsupported("Accept") : new Malformed("bad Content-Type");
        }
        if (!accepted.contains(type.get()) && !type.get().equals(MULTIPART_MIXED)) {
            return new Unsupported("Accept");
        }
        String coding = contentEncoding.strip().toLowerCase(Locale.ROOT);
        if (!List.of("", "identity", "gzip", "x-gzip", "deflate").contains(coding)) {
            return new Unsupported("Accept-Encoding");
        }
        if (raw.length > maxBytes) {
            return new TooLarge();
        }
        byte[] bytes;
        try {
            bytes = inflated(raw, coding);
        } catch (ZipException | EOFException e) {
            return new Malformed("body is not " + coding);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // reading from memory does not fail
        }
        if (bytes.length > maxBytes) {
            return new TooLarge();
        }
        return accepted.contains(type.get()) ? new Decoded(Body.of(type.get(), bytes)) : fromParts(bytes, contentType);
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

    private Result fromParts(byte[] bytes, String contentType) {
        Optional<String> boundary = Multipart.boundary(contentType);
        if (boundary.isEmpty()) {
            return new Malformed("multipart without boundary");
        }
        Optional<List<Multipart.Part>> parts = Multipart.parts(bytes, boundary.get());
        if (parts.isEmpty()) {
            return new Malformed("multipart is damaged");
        }
        Optional<Body> found = Optional.empty();
        for (Multipart.Part part : parts.get()) {
            Optional<MediaType> type = mediaType(part.header("content-type"));
            if (type.isEmpty() || !accepted.contains(type.get()) || part.isEncoded()) {
                continue;
            }
            if (found.isPresent()) {
                return new Malformed("multipart with more than one part for this event");
            }
            found = Optional.of(Body.of(type.get(), Arrays.copyOfRange(bytes, part.from(), part.to())));
        }
        return found.<Result>map(Decoded::new).orElseGet(() -> new Unsupported("Accept"));
    }
}
