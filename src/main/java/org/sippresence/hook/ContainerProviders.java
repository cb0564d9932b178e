package org.sippresence.hook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.sip.SipProvider;
import org.mobicents.servlet.sip.core.MobicentsExtendedListeningPoint;
import org.mobicents.servlet.sip.core.SipApplicationDispatcher;
import org.mobicents.servlet.sip.core.SipService;
import org.mobicents.servlet.sip.startup.StaticServiceHolder;

/**
 * Gives an application in another class loader access to the SIP stack of its container.
 *
 * <p>The container opens its ports after it has started the applications, so call this class when a message is to be sent, not at
 * start-up. Thread-safe.
 */
public final class ContainerProviders {

    private ContainerProviders() {}

    /**
     * An address that the container listens on.
     *
     * @param transport lower case: {@code udp}, {@code tcp}, {@code tls}
     * @param host a literal address, IPv6 without brackets; {@code 0.0.0.0} or {@code ::} is the wildcard address
     */
    public record Listening(String transport, String host, int port) {}

    /**
     * Finds the provider that listens on a local address.
     *
     * @param transport in any case
     * @param localHost a literal address, IPv6 with or without brackets, as in the Contact of a dialog
     * @return empty before the container listens, and for an address that it does not listen on
     */
    public static Optional<SipProvider> find(String transport, String localHost) {
        String host = bare(localHost);
        return points().stream()
                .filter(point -> point.getTransport().equalsIgnoreCase(transport) && serves(point, host))
                .map(MobicentsExtendedListeningPoint::getSipProvider)
                .findFirst();
    }

    /** All addresses in the order of the container's configuration; empty before it listens. */
    public static List<Listening> listening() {
        return points().stream()
                .map(point -> new Listening(
                        point.getTransport().toLowerCase(Locale.ROOT),
                        bare(point.getListeningPoint().getIPAddress()),
                        point.getPort()))
                .toList();
    }

    /** The first address that the container listens on for a transport, given in lower case. */
    public static Optional<Listening> listening(String transport) {
        return listening().stream()
                .filter(each -> each.transport().equals(transport))
                .findFirst();
    }

    private static boolean serves(MobicentsExtendedListeningPoint point, String host) {
        return point.isAnyLocalAddress()
                || bare(point.getListeningPoint().getIPAddress()).equals(host)
                || point.getIpAddresses().stream()
                        .anyMatch(address -> bare(address).equals(host));
    }

    private static List<MobicentsExtendedListeningPoint> points() {
        List<MobicentsExtendedListeningPoint> points = new ArrayList<>();
        SipService service = StaticServiceHolder.sipStandardService;
        SipApplicationDispatcher dispatcher = service == null ? null : service.getSipApplicationDispatcher();
        if (dispatcher != null) {
            dispatcher
                    .getSipNetworkInterfaceManager()
                    .getExtendedListeningPoints()
                    .forEachRemaining(points::add);
        }
        return points;
    }

    /** Normalizes a literal address; a name is returned unchanged, so no name is ever resolved. */
    private static String bare(String host) {
        String address = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        if (address.indexOf(':') < 0) {
            return address;
        }
        try {
            return InetAddress.getByName(address).getHostAddress();
        } catch (UnknownHostException e) {
            return address;
        }
    }
}
