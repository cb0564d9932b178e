package org.sippresence.sip.client;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The parts of a response to a NOTIFY of {@link NotifyEncoder} that are read without parsing the message.
 *
 * @param id the suffix of the branch parameter of its topmost Via
 * @param retryAfter seconds of its Retry-After header, or -1; not read from a 2xx
 */
public record ResponseHead(long id, int status, int retryAfter) {

    /** The prefix of the branch parameter; sixteen hexadecimal digits follow. */
    public static final String BRANCH_PREFIX = "z9hG4bKpd";

    private static final byte[] BRANCH = ascii(BRANCH_PREFIX);
    private static final byte[] COOKIE = ascii("z9hG4bK");
    private static final byte[] VERSION = ascii("SIP/2.0 ");
    private static final byte[] RETRY_AFTER = ascii("\nretry-after");
    private static final int DIGITS = 16;

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Reads a datagram; empty if it is not a response to a NOTIFY of this server. Never throws. */
    public static Optional<ResponseHead> read(byte[] data, int offset, int length) {
        int end = offset + length;
        if (!startsWith(data, offset, end, VERSION)) {
            return Optional.empty();
        }
        int status = number(data, offset + VERSION.length, end);
        int branch = find(data, offset, end, COOKIE); // of the topmost Via, the first one in well-formed messages
        if (status < 100 || status > 699 || branch < 0 || !startsWith(data, branch, end, BRANCH)) {
            return Optional.empty();
        }
        int from = branch + BRANCH.length;
        if (from + DIGITS > end) {
            return Optional.empty();
        }
        long id = 0;
        for (int i = from; i < from + DIGITS; i++) {
            int digit = Character.digit(data[i], 16);
            if (digit < 0) {
                return Optional.empty();
            }
            id = id << 4 | digit;
        }
        return Optional.of(new ResponseHead(id, status, status < 300 ? -1 : retryAfter(data, from, end)));
    }

    private static int retryAfter(byte[] data, int from, int end) {
        int at = find(data, from, end, RETRY_AFTER);
        if (at < 0) {
            return -1;
        }
        int i = at + RETRY_AFTER.length;
        while (i < end && (data[i] == ' ' || data[i] == '\t' || data[i] == ':')) {
            i++;
        }
        return number(data, i, end);
    }

    /** Returns the decimal number at this index; -1 for none, the largest value on overflow. */
    private static int number(byte[] data, int from, int end) {
        long number = -1;
        for (int i = from; i < end && data[i] >= '0' && data[i] <= '9'; i++) {
            number = Math.min(Math.max(number, 0) * 10 + data[i] - '0', Integer.MAX_VALUE);
        }
        return (int) number;
    }

    /**
     * Returns the index of a text, ignoring the case of letters except those of {@link #COOKIE}, or -1. The text is in lower
     * case.
     */
    private static int find(byte[] data, int from, int end, byte[] text) {
        for (int i = from; i + text.length <= end; i++) {
            if (startsWith(data, i, end, text)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean startsWith(byte[] data, int from, int end, byte[] text) {
        if (from + text.length > end) {
            return false;
        }
        for (int i = 0; i < text.length; i++) {
            if (data[from + i] != text[i] && Character.toLowerCase(data[from + i]) != text[i]) {
                return false;
            }
        }
        return true;
    }
}
