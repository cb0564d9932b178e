package org.sippresence.sip.client;

import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Optional;
import org.sippresence.model.AddressLiteral;
import org.sippresence.model.Dialog;

/** Determines the destination of a datagram in a dialog, if no name has to be resolved. */
final class DatagramTarget {

    private static final int DEFAULT_PORT = 5060;

    private DatagramTarget() {}

    /**
     * The address of the next hop: the first route, the flow or the remote target.
     *
     * @return empty for a host name, a transport other than UDP, a strict router, and any other case that the general channel
     *     must handle
     */
    static Optional<InetSocketAddress> of(Dialog dialog) {
        if (dialog.usesFlow()) {
            return dialog.flow().isDatagram() ? dialog.flow().remote() : Optional.empty();
        }
        for (String each : dialog.routeSet()) {
            if (!isLoose(each)) {
                return Optional.empty();
            }
        }
        return of(dialog.nextHop());
    }

    private static boolean isLoose(String route) {
        return route.toLowerCase(Locale.ROOT).contains(";lr");
    }

    /** The address of a {@code sip} URI that has only a literal address, and optionally a port and the transport UDP. */
    static Optional<InetSocketAddress> of(String uri) {
        if (!uri.startsWith("sip:")) {
            return Optional.empty();
        }
        int from = uri.lastIndexOf('@') < 0 ? "sip:".length() : uri.lastIndexOf('@') + 1;
        int to = from;
        while (to < uri.length() && uri.charAt(to) != ';' && uri.charAt(to) != '?') {
            to++;
        }
        if (to < uri.length() && needsLook(uri.substring(to).toLowerCase(Locale.ROOT))) {
            return Optional.empty();
        }
        int colon = uri.lastIndexOf(':', to - 1);
        boolean hasPort = colon >= from && uri.indexOf(']', colon) < 0;
        int hostEnd = hasPort ? colon : to;
        int port = hasPort ? port(uri, colon + 1, to) : DEFAULT_PORT;
        String host = uri.substring(from, hostEnd);
        if (port < 0 || (host.indexOf(':') >= 0 && !host.startsWith("["))) {
            return Optional.empty();
        }
        return AddressLiteral.parse(host).map(address -> new InetSocketAddress(address, port));
    }

    private static boolean needsLook(String parameters) {
        int transport = parameters.indexOf(";transport=");
        return parameters.contains(";maddr=")
                || parameters.contains("?")
                || (transport >= 0 && !isUdp(parameters.substring(transport + ";transport=".length())));
    }

    private static boolean isUdp(String value) {
        return value.equals("udp") || value.startsWith("udp;");
    }

    private static int port(String uri, int from, int to) {
        if (to - from < 1 || to - from > 5) {
            return -1;
        }
        int port = 0;
        for (int i = from; i < to; i++) {
            int digit = uri.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            port = 10 * port + digit;
        }
        return port > 0 && port <= 0xffff ? port : -1;
    }
}
