package org.sippresence.sip;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Set;
import javax.servlet.sip.SipServletRequest;
import org.sippresence.settings.SipSettings;

/** The URI under which a subscriber reaches us again: the configured one, or the address that its request came in on. */
final class LocalContact {

    private static final Set<String> EVERY_ADDRESS = Set.of("0.0.0.0", "::", "[::]", "0:0:0:0:0:0:0:0");

    private final SipSettings settings;

    LocalContact(SipSettings settings) {
        this.settings = settings;
    }

    String of(SipServletRequest request) {
        if (settings.serverAddress().isPresent()) {
            return settings.serverAddress().get();
        }
        String transport = transport(request);
        String uri = "sip:" + bracketed(address(request)) + ':' + request.getLocalPort();
        return transport.equals("udp") ? uri : uri + ";transport=" + transport;
    }

    static String transport(SipServletRequest request) {
        return request.getTransport().toLowerCase(Locale.ROOT);
    }

    /** On a socket that is bound to every address, the one that the kernel would answer from. */
    private static String address(SipServletRequest request) {
        String local = request.getLocalAddr();
        if (!EVERY_ADDRESS.contains(local)) {
            return local;
        }
        try (DatagramSocket probe = new DatagramSocket()) {
            InetAddress remote = InetAddress.getByName(request.getInitialRemoteAddr());
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
