package org.sippresence.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.sippresence.sipclient.HeaderField;
import org.sippresence.sipclient.HeaderLines;

/**
 * A received datagram, parsed in place: the positions of the headers that the generator needs. One object is used for all
 * datagrams, so anything that is kept must be copied. Not thread-safe.
 */
final class Packet {

    private static final int FIELDS = HeaderField.values().length;
    private static final byte[] STATUS_LINE = MessageBuffer.ascii("SIP/2.0 ");
    private static final byte[] TAG = MessageBuffer.ascii(";tag=");
    private static final byte[] BRANCH = MessageBuffer.ascii(";branch=");
    private static final int LARGEST = 65_536;
    private static final int MOST_VIAS = 16;

    private final byte[] bytes = new byte[LARGEST];
    private int length;
    private int status;
    private int body;
    private int vias;
    private final int[] viaStart = new int[MOST_VIAS];
    private final int[] viaEnd = new int[MOST_VIAS];
    private final int[] lineStart = new int[FIELDS];
    private final int[] value = new int[FIELDS];
    private final int[] end = new int[FIELDS];
    private final HeaderLines lines = new HeaderLines();

    /** Parses a datagram. False: it is no SIP message but, for example, a keep-alive. */
    boolean take(ByteBuffer datagram) {
        length = datagram.remaining();
        datagram.get(bytes, 0, length);
        status = 0;
        vias = 0;
        Arrays.fill(value, -1);
        if (lines.begin(bytes, length) < STATUS_LINE.length + 3) {
            return false;
        }
        if (at(0, STATUS_LINE)) {
            status = (int) number(STATUS_LINE.length);
        }
        while (lines.next()) {
            remember(lines.field());
        }
        body = lines.body();
        return true;
    }

    /** The place of a field in the arrays. */
    @SuppressWarnings("EnumOrdinal")
    private static int index(HeaderField field) {
        return field.ordinal();
    }

    private void remember(HeaderField field) {
        int i = index(field);
        lineStart[i] = lines.start();
        value[i] = lines.valueStart();
        end[i] = lines.end();
        if (field == HeaderField.VIA && vias < MOST_VIAS) {
            viaStart[vias] = lines.start();
            viaEnd[vias] = lines.end();
            vias++;
        }
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

    boolean has(HeaderField header) {
        return value[index(header)] >= 0;
    }

    /** Whether the value of a header begins with this text. */
    boolean begins(HeaderField header, byte[] text) {
        return has(header) && at(value[index(header)], text);
    }

    /** The number at this position of a header's value; -1 if there is none. */
    long numberIn(HeaderField header, int skipped) {
        return has(header) ? number(value[index(header)] + skipped) : -1;
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
    byte[] value(HeaderField header) {
        return has(header) ? Arrays.copyOfRange(bytes, value[index(header)], end[index(header)]) : new byte[0];
    }

    private int tagAt(HeaderField header) {
        if (!has(header)) {
            return -1;
        }
        int at = find(TAG, value[index(header)], end[index(header)]);
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
    byte[] tag(HeaderField header) {
        int start = tagAt(header);
        return start < 0 ? new byte[0] : Arrays.copyOfRange(bytes, start, wordEnd(start));
    }

    boolean tagIs(HeaderField header, byte[] tag) {
        int start = tagAt(header);
        return start >= 0 && at(start, tag) && wordEnd(start) == start + tag.length;
    }

    /** The number after the letter s in a tag; -1 if the tag is not like that. */
    long tagNumber(HeaderField header) {
        int start = tagAt(header);
        return start >= 0 && bytes[start] == 's' ? number(start + 1) : -1;
    }

    /** The URI of Contact, without angle brackets; empty if there is none. */
    byte[] contact() {
        if (!has(HeaderField.CONTACT)) {
            return new byte[0];
        }
        int start = value[index(HeaderField.CONTACT)];
        for (int at = start; at < end[index(HeaderField.CONTACT)]; at++) {
            if (bytes[at] == '<') {
                start = at + 1;
            } else if (bytes[at] == '>') {
                return Arrays.copyOfRange(bytes, start, at);
            }
        }
        return Arrays.copyOfRange(bytes, start, wordEnd(start));
    }

    /** The number after this prefix in the topmost branch; -1 if the prefix differs. */
    long branchNumber(byte[] prefix) {
        int start = branchAt();
        return start >= 0 && at(start, prefix) ? number(start + prefix.length) : -1;
    }

    /** A hash of the topmost branch, to distinguish retransmissions from repeated requests. */
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

    /** A copy of the whole message. */
    byte[] bytes() {
        return Arrays.copyOf(bytes, length);
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

    /** Copies Via, From, To, Call-ID and CSeq to a response (RFC 3261 section 8.2.6.2). */
    void mirror(MessageBuffer response) {
        for (int i = 0; i < vias; i++) {
            response.put(bytes, viaStart[i], viaEnd[i]).put(LoadText.CRLF);
        }
        line(response, HeaderField.FROM);
        if (has(HeaderField.TO)) {
            response.put(bytes, lineStart[index(HeaderField.TO)], end[index(HeaderField.TO)]);
            if (tagAt(HeaderField.TO) < 0) {
                response.put(LoadText.ANSWERER);
            }
            response.put(LoadText.CRLF);
        }
        line(response, HeaderField.CALL_ID);
        line(response, HeaderField.CSEQ);
    }

    private void line(MessageBuffer response, HeaderField header) {
        if (has(header)) {
            response.put(bytes, lineStart[index(header)], end[index(header)]).put(LoadText.CRLF);
        }
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }
}
