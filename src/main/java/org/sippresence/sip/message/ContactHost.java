package org.sippresence.sip.message;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import org.sippresence.model.AddressLiteral;
import org.sippresence.model.Flow;

/**
 * The host of a Contact, and whether requests to it reach the client as far as its form says. No name is resolved.
 *
 * @param name in lower case, as in the URI; {@code maddr} has precedence (RFC 3261 section 19.1.1)
 * @param address the address, if the host is a literal one
 */
public record ContactHost(String name, Optional<InetAddress> address) {

    /** Top-level names that never are those of a client elsewhere (RFC 2606, RFC 6761, RFC 6762). */
    private static final Pattern NOWHERE = Pattern.compile("(?:.*\\.)?(?:invalid|local|localhost|localdomain)\\.?");

    private static final int SHARED = 100;
    private static final int SHARED_MASK = 0xC0;
    private static final int SHARED_SECOND = 64;
    private static final int UNIQUE_LOCAL_MASK = 0xFE;
    private static final int UNIQUE_LOCAL = 0xFC;

    /** Reads the host of a URI. */
    public static ContactHost of(SipURI contact) {
        String named = contact.getMAddrParam() == null ? contact.getHost() : contact.getMAddrParam();
        String host = String.valueOf(named).toLowerCase(Locale.ROOT);
        return new ContactHost(host, AddressLiteral.parse(host));
    }

    /**
     * Whether the host cannot be that of a client whose requests come from this address: it is a name that nobody has, or an
     * address of a private network, and another one than the source.
     */
    public boolean isUnreachable(InetAddress source) {
        return address.map(literal -> isPrivate(literal) && !literal.equals(source))
                .orElseGet(() -> NOWHERE.matcher(name).matches());
    }

    /** Whether a client can be reached at its Contact after its connection has ended, as far as the Contact's form says. */
    public static boolean isReachable(URI contact, Flow ended) {
        return contact instanceof SipURI sip
                && sip.getHost() != null
                && !of(sip).isUnreachable(ended.remote().orElseThrow().getAddress());
    }

    /** Whether the address is valid only in its own network (RFC 1918, RFC 3927, RFC 4193, RFC 6598). */
    static boolean isPrivate(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean isShared = bytes.length == 4 && bytes[0] == SHARED && (bytes[1] & SHARED_MASK) == SHARED_SECOND;
        boolean isUniqueLocal = bytes.length > 4 && (bytes[0] & UNIQUE_LOCAL_MASK) == UNIQUE_LOCAL;
        return isShared
                || isUniqueLocal
                || address.isSiteLocalAddress()
                || address.isLinkLocalAddress()
                || address.isLoopbackAddress()
                || address.isAnyLocalAddress();
    }
}
