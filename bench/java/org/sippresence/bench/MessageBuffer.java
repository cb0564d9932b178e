package org.sippresence.bench;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A message built in one reusable byte array. Not thread-safe. */
final class MessageBuffer {

    private static final int DIGITS = 20;

    private byte[] bytes;
    private int length;
    private final byte[] digits = new byte[DIGITS];

    MessageBuffer(int capacity) {
        bytes = new byte[capacity];
    }

    /** Encodes constant parts of messages once. */
    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static String text(byte[] ascii) {
        return new String(ascii, StandardCharsets.US_ASCII);
    }

    MessageBuffer clear() {
        length = 0;
        return this;
    }

    MessageBuffer put(byte[] part) {
        return put(part, 0, part.length);
    }

    MessageBuffer put(byte[] source, int from, int to) {
        int count = to - from;
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
        }
        System.arraycopy(source, from, bytes, length, count);
        length += count;
        return this;
    }

    MessageBuffer put(MessageBuffer other) {
        return put(other.bytes, 0, other.length);
    }

    /** In decimal digits; negative numbers are not for messages. */
    MessageBuffer put(long number) {
        int at = DIGITS;
        long rest = number;
        do {
            at--;
            digits[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
        return put(digits, at, DIGITS);
    }

    int length() {
        return length;
    }

    /** The array itself: its first {@link #length()} bytes are valid until the next change. */
    byte[] bytes() {
        return bytes;
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }
}
