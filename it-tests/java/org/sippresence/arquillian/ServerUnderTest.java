package org.sippresence.arquillian;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import org.sippresence.sipclient.SipServer;

/**
 * Where the deployed application is; injected into a field or a parameter with {@code @ArquillianResource}. The same for an
 * archive that is deployed again.
 *
 * @param sip address of SIP, UDP and TCP
 * @param http address of HTTP
 * @param data the data directory; survives while the test class runs
 * @param again stops the server in order and starts it again, see {@link #restart}
 */
public record ServerUnderTest(InetSocketAddress sip, InetSocketAddress http, Path data, Runnable again)
        implements SipServer {

    @Override
    public String host() {
        return sip.getAddress().getHostAddress();
    }

    @Override
    public int sipPort() {
        return sip.getPort();
    }

    @Override
    public int httpPort() {
        return http.getPort();
    }

    /** Stops the server in order and starts it again with the same settings, ports and data. Returns when it serves. */
    public void restart() {
        again.run();
    }

    @Override
    public URI uri(String path) {
        return URI.create("http://" + http.getAddress().getHostAddress() + ":" + http.getPort() + path);
    }
}
