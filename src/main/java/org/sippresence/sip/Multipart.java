package org.sippresence.sip;

import gov.nist.javax.sip.header.ContentType;
import gov.nist.javax.sip.parser.StringMsgParser;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Splits a multipart body (RFC 2046 section 5.1). Lines may end with LF alone; text before the first and after the last delimiter
 * is ignored.
 */
final class Multipart {

    private static final int MAX_BOUNDARY = 70;

    private Multipart() {}

    /**
     * One part of the body.
     *
     * @param headers by their names in lower case
     * @param from index of the body's first byte
     * @param to index after the body's last byte; the line end before the delimiter does not belong to the body
     */
    record Part(Map<String, String> headers, int from, int to) {

        /** The header's value, or the empty string if there is none. */
        String header(String name) {
            return headers.getOrDefault(name, "");
        }

        /** Whether the part has a transfer encoding. */
        boolean isEncoded() {
            return !header("content-encoding").isEmpty()
                    || !List.of("", "7bit", "8bit", "binary")
                            .contains(header("content-transfer-encoding").toLowerCase(Locale.ROOT));
        }
    }

    /** The boundary parameter of a Content-Type, if any. */
    static Optional<String> boundary(String contentType) {
        try {
            ContentType header = (ContentType) StringMsgParser.parseSIPHeader("Content-Type: " + contentType);
            return Optional.ofNullable(header.getParameter("boundary"))
                    .map(value -> value.replaceAll("\\\\(.)", "$1")) // the stack keeps the escapes of a quoted string
                    .filter(value -> !value.isEmpty() && value.length() <= MAX_BOUNDARY);
        } catch (ParseException e) {
            return Optional.empty();
        }
    }

    /** The parts; empty if the last delimiter is missing. */
    static Optional<List<Part>> parts(byte[] bytes, String boundary) {
        byte[] delimiter = ("--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        List<Part> parts = new ArrayList<>();
        int partFrom = -1;
        int line = 0;
        while (line < bytes.length) {
            int next = nextLine(bytes, line);
            if (isDelimiter(bytes, line, next, delimiter)) {
                if (partFrom >= 0) {
                    parts.add(part(bytes, partFrom, Math.max(partFrom, beforeLineEnd(bytes, line))));
                }
                if (isLast(bytes, line + delimiter.length)) {
                    return Optional.of(parts);
                }
                partFrom = next;
            }
            line = next;
        }
        return Optional.empty();
    }

    private static int nextLine(byte[] bytes, int from) {
        int i = from;
        while (i < bytes.length && bytes[i] != '\n') {
            i++;
        }
        return Math.min(i + 1, bytes.length);
    }

    /** Whether the line is the boundary, optionally with two hyphens, followed by white space only. */
    private static boolean isDelimiter(byte[] bytes, int line, int next, byte[] delimiter) {
        int at = line + delimiter.length;
        if (at > next || !Arrays.equals(bytes, line, at, delimiter, 0, delimiter.length)) {
            return false;
        }
        if (isLast(bytes, at)) {
            at += 2;
        }
        while (at < next && (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\r' || bytes[at] == '\n')) {
            at++;
        }
        return at == next;
    }

    private static boolean isLast(byte[] bytes, int at) {
        return at + 1 < bytes.length && bytes[at] == '-' && bytes[at + 1] == '-';
    }

    private static int beforeLineEnd(byte[] bytes, int at) {
        int end = at;
        if (end > 0 && bytes[end - 1] == '\n') {
            end--;
            if (end > 0 && bytes[end - 1] == '\r') {
                end--;
            }
        }
        return end;
    }

    private static Part part(byte[] bytes, int from, int to) {
        Map<String, String> headers = new HashMap<>();
        String last = "";
        int line = from;
        while (line < to) {
            int next = Math.min(nextLine(bytes, line), to);
            String text = new String(bytes, line, next - line, StandardCharsets.UTF_8);
            line = next;
            int colon = text.indexOf(':');
            if (text.isBlank()) {
                break;
            } else if (Character.isWhitespace(text.charAt(0))) {
                headers.merge(
                        last,
                        text.strip(),
                        (before, more) -> before + ' ' + more); // a folded line continues the header
            } else if (colon > 0) {
                last = text.substring(0, colon).strip().toLowerCase(Locale.ROOT);
                headers.putIfAbsent(last, text.substring(colon + 1).strip());
            }
        }
        return new Part(Map.copyOf(headers), line, to);
    }
}
