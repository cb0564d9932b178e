package org.sippresence.sip.message;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.stack.MessageChannel;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.sip.address.SipURI;
import org.sippresence.hook.ContainerProviders;
import org.sippresence.model.AddressLiteral;
import org.sippresence.settings.SipSettings;

/** The Contact URI of this server for a dialog: the configured one, or the local address at which the request arrived. */
public final class LocalContact {

    private static final Set<String> EVERY_ADDRESS = Set.of("0.0.0.0", "::", "[::]", "0:0:0:0:0:0:0:0");

    private static final int MOST_HOSTS = 1_000;

    private final SipSettings settings;

    /** Cached, because querying the system for its addresses takes longer than answering a SUBSCRIBE. */
    private final Cache<String, Boolean> localHosts = Caffeine.newBuilder()
            .maximumSize(MOST_HOSTS)
            .expireAfterWrite(Duration.ofMinutes(1))
            .build();

    public LocalContact(SipSettings settings) {
        this.settings = settings;
    }

    public String of(SIPRequest request) {
        if (settings.serverAddress().isPresent()) {
            return settings.serverAddress().get();
        }
        String address = address(
                request.getLocalAddress().getHostAddress(),
                request.getPeerPacketSourceAddress().getHostAddress());
        return uri(transport(request), address, request.getLocalPort());
    }

    /**
     * The Contact of a request of this server. Blocks if the host is a name and the server listens on a wildcard address.
     *
     * @param host the destination host
     * @return empty if the server does not listen for the transport
     */
    public Optional<String> towards(String transport, String host) {
        return settings.serverAddress()
                .or(() -> ContainerProviders.listening(transport)
                        .map(each -> uri(transport, address(each.host(), host), each.port())));
    }

    /** Whether a URI names this server, as far as can be determined without name resolution. */
    public boolean isOurs(String host, int port) {
        boolean listens = ContainerProviders.listening().stream()
                .anyMatch(each -> each.port() == port
                        && (EVERY_ADDRESS.contains(each.host())
                                ? isLocal(host)
                                : ContainerProviders.find(each.transport(), host)
                                        .isPresent()));
        return listens
                || settings.serverAddress().map(Headers::uri).stream()
                        .anyMatch(own -> own instanceof SipURI sip
                                && sip.getHost().equalsIgnoreCase(host)
                                && Headers.port(sip) == port);
    }

    /** Whether a URI names the address at which the request arrived, as far as can be determined without name resolution. */
    public boolean isOwn(String uri, SIPRequest request) {
        if (!(Headers.uri(uri) instanceof SipURI sip) || sip.getHost() == null) {
            return false;
        }
        if (Headers.port(sip) != request.getLocalPort()) {
            return false;
        }
        String local = request.getLocalAddress().getHostAddress();
        return EVERY_ADDRESS.contains(local)
                ? localHosts.get(sip.getHost(), LocalContact::isLocal)
                : AddressLiteral.parse(sip.getHost())
                        .filter(request.getLocalAddress()::equals)
                        .isPresent();
    }

    private static boolean isLocal(String host) {
        return AddressLiteral.parse(host)
                .map(LocalContact::isLocal)
                .orElseGet(() -> host.equalsIgnoreCase("localhost")); // another name would have to be resolved
    }

    private static boolean isLocal(InetAddress address) {
        try {
            return address.isLoopbackAddress()
                    || address.isAnyLocalAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (IOException e) {
            return false;
        }
    }

    private static String uri(String transport, String address, int port) {
        String uri = "sip:" + bracketed(address) + ':' + port;
        return transport.equals("udp") ? uri : uri + ";transport=" + transport;
    }

    public static String transport(SIPRequest request) {
        String transport = request.getMessageChannel() instanceof MessageChannel channel
                ? channel.getTransport()
                : request.getTopmostVia().getTransport(); // a client may name another transport than it uses
        return transport.toLowerCase(Locale.ROOT);
    }

    /** For a socket that is bound to the wildcard address: the address that the kernel would send from. */
    private static String address(String local, String peer) {
        if (!EVERY_ADDRESS.contains(local)) {
            return local;
        }
        try (DatagramSocket probe = new DatagramSocket()) {
            InetAddress remote = InetAddress.getByName(peer);
            probe.connect(new InetSocketAddress(remote, 9));
            return probe.getLocalAddress().getHostAddress();
        } catch (IOException e) {
            return local;
        }
    }

    private static String bracketed(String address) {
        return address.indexOf(':') >= 0 && !address.startsWith("[") ? '[' + address + ']' : address;
    }
}
