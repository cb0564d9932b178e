package org.sippresence.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A datagram that was received, parsed in place: the places of the few headers that the generator looks at, in long or compact
 * form. One object is used for all datagrams, so nothing of it may be kept without copying. Not for use by several threads.
 */
final class Packet {

    static final int FROM = 0;
    static final int TO = 1;
    static final int CALL_ID = 2;
    static final int CSEQ = 3;
    static final int STATE = 4;
    static final int ETAG = 5;
    static final int CONTACT = 6;
    static final int EVENT = 7;
    static final int EXPIRES = 8;

    private static final int HEADERS = 9;
    private static final byte[][] NAMES = {
        Draft.ascii("from"),
        Draft.ascii("to"),
        Draft.ascii("call-id"),
        Draft.ascii("cseq"),
        Draft.ascii("subscription-state"),
        Draft.ascii("sip-etag"),
        Draft.ascii("contact"),
        Draft.ascii("event"),
        Draft.ascii("expires")
    };
    private static final byte[] COMPACT = Draft.ascii("fti\0\0\0mo\0");
    private static final byte[] VIA = Draft.ascii("via");
    private static final byte[] STATUS_LINE = Draft.ascii("SIP/2.0 ");
    private static final byte[] TAG = Draft.ascii(";tag=");
    private static final byte[] BRANCH = Draft.ascii(";branch=");
    private static final int LARGEST = 65_536;
    private static final int MOST_VIAS = 16;

    private final byte[] bytes = new byte[LARGEST];
    private int length;
    private int status;
    private int body;
    private int vias;
    private final int[] viaStart = new int[MOST_VIAS];
    private final int[] viaEnd = new int[MOST_VIAS];
    private final int[] lineStart = new int[HEADERS];
    private final int[] value = new int[HEADERS];
    private final int[] end = new int[HEADERS];

    /** Takes a datagram. False: it is no SIP message, such as a keep-alive. */
    boolean take(ByteBuffer datagram) {
        length = datagram.remaining();
        datagram.get(bytes, 0, length);
        status = 0;
        vias = 0;
        Arrays.fill(value, -1);
        int line = lineEnd(0);
        if (line < STATUS_LINE.length + 3) {
            return false;
        }
        if (at(0, STATUS_LINE)) {
            status = (int) number(STATUS_LINE.length);
        }
        int start = line + 2;
        while (start < length && bytes[start] != '\r') {
            line = lineEnd(start);
            header(start, line);
            start = line + 2;
        }
        body = Math.min(length, start + 2);
        return true;
    }

    private int lineEnd(int start) {
        int at = start;
        while (at < length && bytes[at] != '\r') {
            at++;
        }
        return at;
    }

    private void header(int start, int lineEnd) {
        int colon = start;
        while (colon < lineEnd && bytes[colon] != ':') {
            colon++;
        }
        int nameEnd = colon;
        while (nameEnd > start && bytes[nameEnd - 1] == ' ') {
            nameEnd--;
        }
        int size = nameEnd - start;
        if (size == 0) {
            return;
        }
        if (named(start, size, VIA) || (size == 1 && lower(bytes[start]) == 'v')) {
            if (vias < MOST_VIAS) {
                viaStart[vias] = start;
                viaEnd[vias] = lineEnd;
                vias++;
            }
            return;
        }
        for (int i = 0; i < HEADERS; i++) {
            if (named(start, size, NAMES[i]) || (size == 1 && lower(bytes[start]) == COMPACT[i])) {
                int first = colon + 1;
                while (first < lineEnd && bytes[first] == ' ') {
                    first++;
                }
                lineStart[i] = start;
                value[i] = first;
                end[i] = lineEnd;
                return;
            }
        }
    }

    private boolean named(int start, int size, byte[] name) {
        if (size != name.length || lower(bytes[start]) != name[0]) {
            return false;
        }
        for (int i = 1; i < size; i++) {
            if (lower(bytes[start + i]) != name[i]) {
                return false;
            }
        }
        return true;
    }

    private static int lower(byte letter) {
        return letter >= 'A' && letter <= 'Z' ? letter + ('a' - 'A') : letter;
    }

    private boolean at(int start, byte[] text) {
        return start >= 0
                && start + text.length <= length
                && Arrays.equals(bytes, start, start + text.length, text, 0, text.length);
    }

    private int find(byte[] text, int from, int to) {
        for (int at = from; at <= to - text.length; at++) {
            if (bytes[at] == text[0] && at(at, text)) {
                return at;
            }
        }
        return -1;
    }

    /** The status of a response; 0: this is a request. */
    int status() {
        return status;
    }

    /** Whether it is a request with this method; the argument ends with a space. */
    boolean request(byte[] method) {
        return at(0, method);
    }

    boolean has(int header) {
        return value[header] >= 0;
    }

    /** Whether the value of a header begins with this text. */
    boolean begins(int header, byte[] text) {
        return has(header) && at(value[header], text);
    }

    /** The number that follows so many characters of a header's value; -1 if there is none. */
    long numberIn(int header, int skipped) {
        return has(header) ? number(value[header] + skipped) : -1;
    }

    private long number(int start) {
        long number = 0;
        int at = start;
        while (at < length && bytes[at] >= '0' && bytes[at] <= '9' && at - start < 18) {
            number = number * 10 + bytes[at] - '0';
            at++;
        }
        return at == start ? -1 : number;
    }

    /** The value of a header. */
    byte[] value(int header) {
        return has(header) ? Arrays.copyOfRange(bytes, value[header], end[header]) : new byte[0];
    }

    private int tagAt(int header) {
        if (!has(header)) {
            return -1;
        }
        int at = find(TAG, value[header], end[header]);
        return at < 0 ? -1 : at + TAG.length;
    }

    private int wordEnd(int start) {
        int at = start;
        while (at < length && bytes[at] != ';' && bytes[at] > ' ' && bytes[at] != ',') {
            at++;
        }
        return at;
    }

    /** The tag of From or To; empty if there is none. */
    byte[] tag(int header) {
        int start = tagAt(header);
        return start < 0 ? new byte[0] : Arrays.copyOfRange(bytes, start, wordEnd(start));
    }

    boolean tagIs(int header, byte[] tag) {
        int start = tagAt(header);
        return start >= 0 && at(start, tag) && wordEnd(start) == start + tag.length;
    }

    /** The number after the letter s in a tag; -1 if the tag is not like that. */
    long tagNumber(int header) {
        int start = tagAt(header);
        return start >= 0 && bytes[start] == 's' ? number(start + 1) : -1;
    }

    /** The URI of Contact, without angle brackets; empty if there is none. */
    byte[] contact() {
        if (!has(CONTACT)) {
            return new byte[0];
        }
        int start = value[CONTACT];
        for (int at = start; at < end[CONTACT]; at++) {
            if (bytes[at] == '<') {
                start = at + 1;
            } else if (bytes[at] == '>') {
                return Arrays.copyOfRange(bytes, start, at);
            }
        }
        return Arrays.copyOfRange(bytes, start, wordEnd(start));
    }

    /** What follows this text in the topmost branch, as a number; -1 if the branch is another one. */
    long branchNumber(byte[] prefix) {
        int start = branchAt();
        return start >= 0 && at(start, prefix) ? number(start + prefix.length) : -1;
    }

    /** A hash of the topmost branch, to tell a retransmission from a request that repeats another one. */
    int branchHash() {
        int start = branchAt();
        int hash = 0;
        if (start >= 0) {
            int to = wordEnd(start);
            for (int at = start; at < to; at++) {
                hash = 31 * hash + bytes[at];
            }
        }
        return hash;
    }

    private int branchAt() {
        if (vias == 0) {
            return -1;
        }
        int at = find(BRANCH, viaStart[0], viaEnd[0]);
        return at < 0 ? -1 : at + BRANCH.length;
    }

    int bodyLength() {
        return length - body;
    }

    /** Whether this text is in the body. */
    boolean bodyHas(byte[] text) {
        return find(text, body, length) >= 0;
    }

    /** The body; empty if there is none. */
    String body() {
        return new String(bytes, body, length - body, StandardCharsets.UTF_8);
    }

    /** Finds {@code LG.PRESENTITY.STAMP.} in the body: both numbers, the first one in the upper half; -1 if it is not there. */
    long stamp() {
        int at = find(LoadPidf.MARK, body, length);
        if (at < 0) {
            return -1;
        }
        long presentity = number(at + LoadPidf.MARK.length);
        int dot = at + LoadPidf.MARK.length;
        while (dot < length && bytes[dot] != '.') {
            dot++;
        }
        long stamp = number(dot + 1);
        return presentity < 0 || stamp < 0 ? -1 : presentity << 32 | stamp;
    }

    /** Puts what each response repeats (RFC 3261 section 8.2.6.2): Via, From, To, Call-ID and CSeq. */
    void mirror(Draft response) {
        for (int i = 0; i < vias; i++) {
            response.put(bytes, viaStart[i], viaEnd[i]).put(LoadText.CRLF);
        }
        line(response, FROM);
        if (has(TO)) {
            response.put(bytes, lineStart[TO], end[TO]);
            if (tagAt(TO) < 0) {
                response.put(LoadText.ANSWERER);
            }
            response.put(LoadText.CRLF);
        }
        line(response, CALL_ID);
        line(response, CSEQ);
    }

    private void line(Draft response, int header) {
        if (has(header)) {
            response.put(bytes, lineStart[header], end[header]).put(LoadText.CRLF);
        }
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }
}
