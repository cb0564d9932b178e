package org.sippresence.hook;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * Answers the STUN binding requests with which clients keep their NAT open (RFC 5626 sections 4.4.2 and 8, RFC 8489). A response is
 * at most 24 bytes longer than its request.
 */
final class StunBinding {

    private static final int HEADER = 20;

    /** A request that is longer is no keep-alive. */
    private static final int LONGEST = 548;

    private static final int COOKIE = 0x2112A442;
    private static final int COOKIE_AT = 4;
    private static final int REQUEST = 0x0001;
    private static final int SUCCESS = 0x0101;
    private static final int ERROR = 0x0111;
    private static final int ERROR_CODE = 0x0009;
    private static final int UNKNOWN_ATTRIBUTES = 0x000A;
    private static final int XOR_MAPPED_ADDRESS = 0x0020;
    private static final int FINGERPRINT = 0x8028;
    private static final int FINGERPRINT_XOR = 0x5354554e;
    private static final int FINGERPRINT_LENGTH = 8;
    private static final int UNKNOWN_ATTRIBUTE = 420;

    /** Attributes from here on may be ignored. */
    private static final int OPTIONAL = 0x8000;

    /** Those of RFC 8489 that must be understood; here none of them has an effect in a request. */
    private static final Set<Integer> UNDERSTOOD =
            Set.of(0x0001, 0x0006, 0x0008, 0x0009, 0x000A, 0x0014, 0x0015, 0x001C, 0x001D, 0x001E, 0x0020);

    private StunBinding() {}

    /** Whether a datagram may be one of STUN: no SIP message begins so (RFC 5626 section 8). */
    static boolean isStun(byte[] data, int length) {
        return length > 0 && data[0] >= 0 && data[0] <= 3;
    }

    /**
     * Returns the response to a datagram of STUN; empty if it is no well-formed binding request.
     *
     * @param data begins with the datagram
     * @param source where the datagram came from
     */
    static Optional<byte[]> response(byte[] data, int length, InetSocketAddress source) {
        if (length < HEADER || length > LONGEST || length % 4 != 0) {
            return Optional.empty();
        }
        ByteBuffer request = ByteBuffer.wrap(data, 0, length);
        if (request.getShort() != REQUEST || request.getShort() != length - HEADER || request.getInt() != COOKIE) {
            return Optional.empty();
        }
        request.position(HEADER);
        List<Integer> unknown = new ArrayList<>(0);
        boolean hasFingerprint = false;
        while (request.hasRemaining()) {
            int type = request.getShort() & 0xFFFF;
            int padded = ((request.getShort() & 0xFFFF) + 3) & ~3;
            if (padded > request.remaining()) {
                return Optional.empty();
            }
            request.position(request.position() + padded);
            hasFingerprint |= type == FINGERPRINT;
            if (type < OPTIONAL && !UNDERSTOOD.contains(type)) {
                unknown.add(type);
            }
        }
        byte[] response = unknown.isEmpty() ? mapped(data, source) : rejection(data, unknown);
        return Optional.of(hasFingerprint ? withFingerprint(response) : response);
    }

    /** Returns a message with a header that repeats that of the request, and room for attributes. */
    private static byte[] response(byte[] request, int type, int length) {
        byte[] response = new byte[HEADER + length];
        ByteBuffer.wrap(response)
                .putShort((short) type)
                .putShort((short) length)
                .put(request, COOKIE_AT, HEADER - COOKIE_AT);
        return response;
    }

    /** RFC 8489 section 14.2: the address is combined with the cookie and the transaction id. */
    private static byte[] mapped(byte[] request, InetSocketAddress source) {
        byte[] address = source.getAddress().getAddress();
        byte[] response = response(request, SUCCESS, 8 + address.length);
        ByteBuffer out = ByteBuffer.wrap(response).position(HEADER);
        out.putShort((short) XOR_MAPPED_ADDRESS).putShort((short) (4 + address.length));
        out.put((byte) 0).put((byte) (address.length == 4 ? 1 : 2));
        out.putShort((short) (source.getPort() ^ (COOKIE >>> Short.SIZE)));
        for (int i = 0; i < address.length; i++) {
            out.put((byte) (address[i] ^ request[COOKIE_AT + i]));
        }
        return response;
    }

    private static byte[] rejection(byte[] request, List<Integer> unknown) {
        int types = 2 * unknown.size();
        int padded = (types + 3) & ~3;
        byte[] response = response(request, ERROR, 8 + 4 + padded);
        ByteBuffer out = ByteBuffer.wrap(response).position(HEADER);
        out.putShort((short) ERROR_CODE).putShort((short) 4); // without a reason phrase
        out.putInt((UNKNOWN_ATTRIBUTE / 100) << Byte.SIZE | UNKNOWN_ATTRIBUTE % 100);
        out.putShort((short) UNKNOWN_ATTRIBUTES).putShort((short) types);
        unknown.forEach(type -> out.putShort(type.shortValue()));
        return response;
    }

    /** RFC 8489 section 14.7. */
    private static byte[] withFingerprint(byte[] response) {
        byte[] whole = Arrays.copyOf(response, response.length + FINGERPRINT_LENGTH);
        ByteBuffer out = ByteBuffer.wrap(whole);
        out.putShort(2, (short) (response.length - HEADER + FINGERPRINT_LENGTH));
        CRC32 crc = new CRC32();
        crc.update(whole, 0, response.length);
        out.position(response.length).putShort((short) FINGERPRINT).putShort((short) 4);
        out.putInt((int) crc.getValue() ^ FINGERPRINT_XOR);
        return whole;
    }
}
