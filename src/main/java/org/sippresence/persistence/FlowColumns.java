package org.sippresence.persistence;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.Optional;
import org.sippresence.model.Flow;

/**
 * A flow in two columns: Kamailio's socket, such as {@code udp:192.0.2.9:5060}, and the remote address, such as
 * {@code 198.51.100.7:40213}, followed by the number of a connection.
 *
 * @param socket transport and local address; without a colon only the transport
 * @param flow empty if requests go to the Contact
 */
record FlowColumns(String socket, String flow) {

    private static final String LITERAL = "(?:[0-9.]+|\\[[0-9A-Fa-f:.]+\\]):[0-9]{1,5}(?: [0-9a-f]{16})?";

    static FlowColumns of(Flow flow) {
        String socket = flow.listener().isEmpty() ? flow.transport() : flow.transport() + ':' + flow.listener();
        String connection = flow.isConnection() ? ' ' + HexFormat.of().toHexDigits(flow.connection()) : "";
        return new FlowColumns(
                socket,
                flow.remote()
                        .map(remote -> Flow.hostAndPort(remote) + connection)
                        .orElse(""));
    }

    /** Returns the flow; what another program wrote and is no flow counts as none. */
    Flow toFlow() {
        int colon = socket.indexOf(':');
        Flow arrival = colon < 0 ? Flow.of(socket) : Flow.of(socket.substring(0, colon), socket.substring(colon + 1));
        if (!flow.matches(LITERAL)) {
            return arrival;
        }
        int end = flow.indexOf(' ') < 0 ? flow.length() : flow.indexOf(' ');
        int port = flow.lastIndexOf(':');
        return address(flow.substring(0, port), Integer.parseInt(flow.substring(port + 1, end)))
                .map(remote -> new Flow(arrival.transport(), arrival.listener(), Optional.of(remote), connection(end)))
                .orElse(arrival);
    }

    private long connection(int end) {
        return end == flow.length() ? 0 : HexFormat.fromHexDigitsToLong(flow, end + 1, flow.length());
    }

    /** Creates the address of a literal, which is not resolved. */
    private static Optional<InetSocketAddress> address(String literal, int port) {
        try {
            return Optional.of(new InetSocketAddress(InetAddress.getByName(literal), port));
        } catch (UnknownHostException | IllegalArgumentException e) { // such as 999.1.1.1, or port 99999
            return Optional.empty();
        }
    }
}
