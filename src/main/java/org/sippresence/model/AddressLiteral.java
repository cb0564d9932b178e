package org.sippresence.model;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** Parses literal IP addresses without DNS lookups, which the parser of the JDK makes for texts such as {@code 300.1.2.3}. */
public final class AddressLiteral {

    private static final int OCTETS = 4;
    private static final int LONGEST_IPV4 = 15;
    private static final int LONGEST_IPV6 = 45;

    private AddressLiteral() {}

    /**
     * Parses an IPv4 address of four decimal octets, or an IPv6 address with or without brackets and without a zone.
     *
     * @return empty for everything else, a host name for instance
     */
    public static Optional<InetAddress> parse(String text) {
        boolean bracketed = text.startsWith("[") && text.endsWith("]");
        String address = bracketed ? text.substring(1, text.length() - 1) : text;
        try {
            if (isIpv6Form(address)) {
                return Optional.of(InetAddress.getByName('[' + address + ']')); // never looked up
            }
            byte[] octets = bracketed ? null : octets(address);
            return octets == null ? Optional.empty() : Optional.of(InetAddress.getByAddress(octets));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private static boolean isIpv6Form(String text) {
        if (text.length() > LONGEST_IPV6 || text.indexOf(':') < 0) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            if (each != ':' && each != '.' && Character.digit(each, 16) < 0) {
                return false;
            }
        }
        return true;
    }

    /** The octets of an IPv4 address; null if it is none. */
    private static byte[] octets(String text) {
        if (text.length() > LONGEST_IPV4) {
            return null;
        }
        byte[] octets = new byte[OCTETS];
        int octet = 0;
        int digits = 0;
        int value = 0;
        for (int i = 0; i <= text.length(); i++) {
            char each = i < text.length() ? text.charAt(i) : '.';
            if (each >= '0' && each <= '9' && digits < 3) {
                value = 10 * value + each - '0';
                digits++;
            } else if (each == '.' && digits > 0 && value <= 0xff && octet < OCTETS) {
                octets[octet++] = (byte) value;
                digits = 0;
                value = 0;
            } else {
                return null;
            }
        }
        return octet == OCTETS ? octets : null;
    }
}
