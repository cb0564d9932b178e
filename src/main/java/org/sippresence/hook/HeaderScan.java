package org.sippresence.hook;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Scans the header lines of a message as received: finds repeated headers that may occur only once (RFC 3261 section 7.3.1), and
 * the end of the message by its Content-Length (section 18.3).
 */
final class HeaderScan {

    private static final int NINE_DIGITS = 100_000_000;
    private static final char NONE = 0;
    private static final int CONTENT_LENGTH = 5;

    /** A request with two of any of the first six headers is rejected. */
    private static final List<Single> SINGLES = List.of(
            new Single("From", 'f'),
            new Single("To", 't'),
            new Single("Call-ID", 'i'),
            new Single("CSeq", NONE),
            new Single("Max-Forwards", NONE),
            new Single("Content-Length", 'l'),
            new Single("Event", 'o'),
            new Single("Expires", NONE),
            new Single("SIP-If-Match", NONE));

    private final byte[] message;
    private int seen;
    private int repeated;
    private int length = -1;
    private int body;

    private HeaderScan(byte[] message) {
        this.message = message;
    }

    /** A header that may occur only once; its name also in lower case. */
    private record Single(String name, String lowerCase, char compact) {

        Single(String name, char compact) {
            this(name, name.toLowerCase(Locale.ROOT), compact);
        }

        boolean isNamed(byte[] message, int from, int to) {
            if (to - from == 1) {
                return compact == lower(message[from]);
            }
            if (to - from != lowerCase.length()) {
                return false;
            }
            for (int i = 0; i < lowerCase.length(); i++) {
                if (lower(message[from + i]) != lowerCase.charAt(i)) {
                    return false;
                }
            }
            return true;
        }
    }

    static HeaderScan of(byte[] message) {
        HeaderScan scan = new HeaderScan(message);
        scan.readLines();
        return scan;
    }

    private void readLines() {
        int line = 0;
        while (line < message.length && (message[line] == '\r' || message[line] == '\n')) {
            line++; // a keep-alive before the message
        }
        line = next(line);
        while (line < message.length) {
            int end = message[line] == '\r' ? line + 1 : line;
            if (end < message.length && message[end] == '\n') {
                body = end + 1;
                return;
            }
            readName(line);
            line = next(line);
        }
    }

    private int next(int from) {
        int i = from;
        while (i < message.length && message[i] != '\n') {
            i++;
        }
        return i + 1;
    }

    private void readName(int from) {
        int to = from;
        while (to < message.length && message[to] > ' ' && message[to] != ':') {
            to++;
        }
        for (int i = 0; i < SINGLES.size(); i++) {
            if (SINGLES.get(i).isNamed(message, from, to)) {
                repeated |= seen & (1 << i);
                seen |= 1 << i;
                if (i == CONTENT_LENGTH) {
                    length = number(to);
                }
                return;
            }
        }
    }

    /** The number of at most nine digits after the colon, or -1 if the rest of the line is anything else. */
    private int number(int from) {
        int i = from;
        while (i < message.length && (message[i] == ' ' || message[i] == '\t' || message[i] == ':')) {
            i++;
        }
        int value = -1;
        while (i < message.length && message[i] >= '0' && message[i] <= '9' && value < NINE_DIGITS) {
            value = Math.max(value, 0) * 10 + message[i++] - '0';
        }
        return i < message.length && message[i] > ' ' ? -1 : value;
    }

    private static int lower(byte c) {
        return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
    }

    /** The message as received. */
    byte[] raw() {
        return message;
    }

    /** The message without the bytes after its body. */
    byte[] message() {
        boolean isLonger = body > 0 && length >= 0 && body + length < message.length && !isLengthRepeated();
        return isLonger ? Arrays.copyOf(message, body + length) : message;
    }

    /** The length of the body; 0 without a Content-Length, -1 if it is ambiguous. */
    int contentLength() {
        boolean isSeen = (seen & (1 << CONTENT_LENGTH)) != 0;
        return isSeen && !isLengthRepeated() ? length : isSeen ? -1 : 0;
    }

    /** Whether the length of the body is ambiguous. */
    boolean isLengthRepeated() {
        return (repeated & (1 << CONTENT_LENGTH)) != 0;
    }

    /** The first repeated header that makes a request invalid. */
    Optional<String> repeatedNeeded() {
        return repeated == 0 ? Optional.empty() : names(0, CONTENT_LENGTH + 1).findFirst();
    }

    /** The repeated headers that the request may not need. */
    List<String> repeatedOthers() {
        return repeated == 0
                ? List.of()
                : names(CONTENT_LENGTH + 1, SINGLES.size()).toList();
    }

    private Stream<String> names(int from, int to) {
        return IntStream.range(from, to)
                .filter(i -> (repeated & (1 << i)) != 0)
                .mapToObj(i -> SINGLES.get(i).name());
    }
}
