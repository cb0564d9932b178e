package org.sippresence.hook;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Cuts the bytes of one connection into the heads and bodies of messages and keep-alives (RFC 3261 section 18.3, RFC 5626
 * section 4.4.1). Memory follows what has come, not what was announced. One thread at a time.
 */
final class MessageFramer {

    /** As much as a datagram can carry. */
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

    /** What comes next. */
    enum Kind {
        /** Nothing whole: more bytes must come. */
        INCOMPLETE,
        /** Two line ends between messages. */
        KEEP_ALIVE,
        /** Start line and headers with the empty line behind them. */
        HEAD,
        /** The body that {@link MessageFramer#expectBody} announced. */
        BODY,
        /** Headers without end; nothing that follows can be understood. */
        HEAD_TOO_LARGE
    }

    /** Takes all bytes of the source. */
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

    /** Finds the next frame; its bytes are {@link #takeBytes}. */
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

    /** Of the head or body that {@link #next} found last; once, because a connection that is idle keeps nothing. */
    byte[] takeBytes() {
        byte[] bytes = found;
        found = NOTHING;
        return bytes;
    }

    /** What follows is the body of that head, of so many bytes. */
    void expectBody(byte[] headOfBody, int length) {
        head = headOfBody;
        bodyLength = length;
        isMessageFound = wasMessageFoundBefore;
    }

    /** Of the body that {@link #next} found last; once. */
    byte[] takeHead() {
        byte[] bytes = head;
        head = NOTHING;
        return bytes;
    }

    /** Bytes of memory that it takes. */
    int size() {
        return buffer.length + head.length;
    }

    /** Whether a whole message was found since the last call. */
    boolean takeMessageFound() {
        boolean was = isMessageFound;
        isMessageFound = false;
        return was;
    }

    /** Whether a part of a message is there and the rest is not. */
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
        if (start == end) { // nothing waits: an idle connection has no buffer
            buffer = NOTHING;
            start = 0;
            end = 0;
            scanned = 0;
        }
    }

    /** Line ends before a message mean nothing, but two in a row. */
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

    /** Up to and with the empty line; -1 if there is none yet. */
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
            if (i + 2 >= end) { // the next bytes tell
                scanned = i;
                return -1;
            }
        }
        scanned = end;
        return -1;
    }
}
