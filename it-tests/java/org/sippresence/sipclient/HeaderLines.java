package org.sippresence.sipclient;

import java.nio.charset.StandardCharsets;

/** Reads the header fields of a message in place, one after the other, without allocating anything. Not thread-safe. */
public final class HeaderLines {

    private byte[] bytes = {};
    private int length;
    private int next;
    private int start;
    private int colon;
    private int nameEnd;
    private int valueStart;
    private int end;

    /** Begins with the first {@code size} bytes, which are not copied. Returns where the start line ends. */
    public int begin(byte[] message, int size) {
        bytes = message;
        length = size;
        int startLineEnd = lineEnd(0);
        next = startLineEnd + 2;
        return startLineEnd;
    }

    private int lineEnd(int from) {
        int at = from;
        while (at < length && bytes[at] != '\r') {
            at++;
        }
        return at;
    }

    /** Moves to the next field, with the lines that continue it; false at the empty line and at the end of the message. */
    public boolean next() {
        if (next >= length || bytes[next] == '\r') {
            return false;
        }
        start = next;
        end = lineEnd(start);
        while (end + 2 < length && (bytes[end + 2] == ' ' || bytes[end + 2] == '\t')) {
            end = lineEnd(end + 2);
        }
        next = end + 2;
        colon = start;
        while (colon < end && bytes[colon] != ':') {
            colon++;
        }
        nameEnd = colon;
        while (nameEnd > start && bytes[nameEnd - 1] == ' ') {
            nameEnd--;
        }
        valueStart = Math.min(end, colon + 1);
        while (valueStart < end && bytes[valueStart] == ' ') {
            valueStart++;
        }
        return true;
    }

    boolean hasColon() {
        return colon < end;
    }

    public HeaderField field() {
        return HeaderField.of(bytes, start, nameEnd);
    }

    /** Index of the name. */
    public int start() {
        return start;
    }

    public int valueStart() {
        return valueStart;
    }

    /** Index after the value. */
    public int end() {
        return end;
    }

    /** Whether the empty line was reached. */
    boolean isComplete() {
        return next + 1 < length && bytes[next] == '\r' && bytes[next + 1] == '\n';
    }

    /** Index of the body, after the last field. */
    public int body() {
        return Math.min(length, next + 2);
    }

    String name() {
        HeaderField field = field();
        return field == HeaderField.OTHER ? text(start, nameEnd) : field.longName();
    }

    String value() {
        return text(valueStart, end).replaceAll("\r\n[ \t]+", " ").strip();
    }

    private String text(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }
}
