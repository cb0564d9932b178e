package org.sippresence.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/** A message body with its media type; equal by value. The array that {@link #bytes()} returns must not be modified. */
public final class Body {

    private final MediaType type;
    private final byte[] bytes;

    private Body(MediaType type, byte[] bytes) {
        this.type = Objects.requireNonNull(type, "type");
        this.bytes = Objects.requireNonNull(bytes, "bytes");
    }

    /** Creates a body that takes ownership of the array; the caller must not modify it any more. */
    public static Body of(MediaType type, byte[] bytes) {
        return new Body(type, bytes);
    }

    /** Creates a body of UTF-8 text. */
    public static Body of(MediaType type, String text) {
        return new Body(type, text.getBytes(StandardCharsets.UTF_8));
    }

    public MediaType type() {
        return type;
    }

    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return bytes.length;
    }

    /** Returns the bytes decoded as UTF-8. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Body that && type.equals(that.type) && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * type.hashCode() + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return type + "[" + bytes.length + " bytes]";
    }
}
