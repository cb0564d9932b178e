package org.sippresence.model;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Converts the text of an IPv6 address to the canonical form of RFC 5952 (RFC 5954 section 4.2). */
final class Ipv6Address {

    private static final int GROUPS = 8;
    private static final int LONGEST = 45;

    private Ipv6Address() {}

    /**
     * Parses an address without brackets and without a zone.
     *
     * @return its canonical text; empty if it is no IPv6 address. Does no DNS lookup
     */
    static Optional<String> canonical(String text) {
        if (text.length() > LONGEST || text.indexOf(':') < 0 || !text.matches("[0-9A-Fa-f:.]+")) {
            return Optional.empty();
        }
        try {
            byte[] bytes = InetAddress.getByName('[' + text + ']').getAddress();
            return Optional.of(print(groups(bytes)));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** Returns the groups of the address; the parser returns an IPv4-mapped address as four bytes. */
    private static int[] groups(byte[] bytes) {
        int[] groups = new int[GROUPS];
        int first = GROUPS - bytes.length / 2;
        if (first > 0) {
            groups[first - 1] = 0xffff;
        }
        for (int i = first; i < GROUPS; i++) {
            int at = (i - first) * 2;
            groups[i] = ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
        }
        return groups;
    }

    /** Formats the address; the first of the longest runs of at least two zeros becomes two colons (RFC 5952 section 4.2). */
    private static String print(int[] groups) {
        int from = 0;
        int length = 1;
        for (int i = 0; i < GROUPS; i++) {
            int zeros = 0;
            while (i + zeros < GROUPS && groups[i + zeros] == 0) {
                zeros++;
            }
            if (zeros > length) {
                from = i;
                length = zeros;
            }
        }
        if (length == 1) {
            return join(groups, 0, GROUPS);
        }
        return join(groups, 0, from) + "::" + join(groups, from + length, GROUPS);
    }

    private static String join(int[] groups, int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> Integer.toHexString(groups[i]))
                .collect(Collectors.joining(":"));
    }
}
