package org.sippresence.hook;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Splits the bytes of one connection into heads and bodies of messages and keep-alives (RFC 3261 section 18.3, RFC 5626 section
 * 4.4.1). Memory grows with the received bytes, not with the announced length. Not thread-safe.
 */
final class MessageFramer {

    /** As large as a datagram. */
    static final int LARGEST_HEAD = 65_536;

    private static final byte[] NOTHING = {};
    private static final int NO_BODY = -1;

    private byte[] buffer = NOTHING;
    private int start;
    private int end;
    private int scanned;
    private int lineEnds;
    private int bodyLength = NO_BODY;
    private byte[] found = NOTHING;
    private byte[] head = NOTHING;
    private boolean isMessageFound;
    private boolean wasMessageFoundBefore;

    /** The kind of the next frame. */
    enum Kind {
        /** Nothing complete: more bytes are needed. */
        INCOMPLETE,
        /** Two line ends between messages. */
        KEEP_ALIVE,
        /** Start line and headers with the empty line after them. */
        HEAD,
        /** The body that {@link MessageFramer#expectBody} announced. */
        BODY,
        /** The headers exceed the bound; the bytes that follow cannot be parsed. */
        HEAD_TOO_LARGE
    }

    /** Appends all bytes of the source. */
    void append(ByteBuffer source) {
        int more = source.remaining();
        if (end + more > buffer.length) {
            makeRoom(more);
        }
        source.get(buffer, end, more);
        end += more;
    }

    private void makeRoom(int more) {
        int kept = end - start;
        byte[] old = buffer;
        if (kept + more > buffer.length) {
            buffer = new byte[Math.max(kept + more, 2 * kept)];
        }
        System.arraycopy(old, start, buffer, 0, kept);
        scanned -= start;
        start = 0;
        end = kept;
    }

    /** Finds the next frame; {@link #takeBytes} returns its bytes. */
    Kind next() {
        if (bodyLength != NO_BODY) {
            return end - start < bodyLength ? Kind.INCOMPLETE : cut(bodyLength, Kind.BODY);
        }
        if (skipsKeepAlive()) {
            return Kind.KEEP_ALIVE;
        }
        int length = headLength();
        if ((length < 0 ? end - start : length) > LARGEST_HEAD) {
            return cut(LARGEST_HEAD, Kind.HEAD_TOO_LARGE);
        }
        return length < 0 ? Kind.INCOMPLETE : cut(length, Kind.HEAD);
    }

    /** Returns the head or body that {@link #next} found last, once: an idle connection keeps no bytes. */
    byte[] takeBytes() {
        byte[] bytes = found;
        found = NOTHING;
        return bytes;
    }

    /** Announces that the body of this head follows, with this number of bytes. */
    void expectBody(byte[] headOfBody, int length) {
        head = headOfBody;
        bodyLength = length;
        isMessageFound = wasMessageFoundBefore;
    }

    /** Returns the head of the body that {@link #next} found last, once. */
    byte[] takeHead() {
        byte[] bytes = head;
        head = NOTHING;
        return bytes;
    }

    /** The memory in use, in bytes. */
    int size() {
        return buffer.length + head.length;
    }

    /** Whether a complete message was found since the last call. */
    boolean takeMessageFound() {
        boolean was = isMessageFound;
        isMessageFound = false;
        return was;
    }

    /** Whether a message is partly received. */
    boolean isWithinMessage() {
        return bodyLength != NO_BODY || start < end;
    }

    private Kind cut(int length, Kind kind) {
        found = Arrays.copyOfRange(buffer, start, start + length);
        bodyLength = NO_BODY;
        wasMessageFoundBefore = isMessageFound;
        isMessageFound = true;
        consumeTo(start + length);
        return kind;
    }

    private void consumeTo(int position) {
        start = position;
        scanned = position;
        if (start == end) { // no bytes wait: an idle connection has no buffer
            buffer = NOTHING;
            start = 0;
            end = 0;
            scanned = 0;
        }
    }

    /** Skips line ends before a message; two in a row are a keep-alive. */
    private boolean skipsKeepAlive() {
        int position = start;
        while (position < end && (buffer[position] == '\r' || buffer[position] == '\n')) {
            if (buffer[position++] == '\n' && ++lineEnds == 2) {
                lineEnds = 0;
                consumeTo(position);
                return true;
            }
        }
        if (position < end) {
            lineEnds = 0;
        }
        if (position > start) {
            consumeTo(position);
        }
        return false;
    }

    /** The length of the head including the empty line; -1 if it is not complete. */
    private int headLength() {
        for (int i = scanned; i < end; i++) {
            if (buffer[i] != '\n') {
                continue;
            }
            if (i + 1 < end && buffer[i + 1] == '\n') {
                return i + 2 - start;
            }
            if (i + 2 < end && buffer[i + 1] == '\r' && buffer[i + 2] == '\n') {
                return i + 3 - start;
            }
            if (i + 2 >= end) { // the next bytes decide
                scanned = i;
                return -1;
            }
        }
        scanned = end;
        return -1;
    }
}
