package org.sippresence.operation;

import static org.assertj.core.api.Assertions.assertThat;

import org.sippresence.sipclient.Link;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.SipEndpoint;
import org.sippresence.sipclient.SipServer;
import org.sippresence.sipclient.TestPidf;
import org.sippresence.sipclient.Transport;
import org.sippresence.sipclient.WatcherDialog;

/** The common part of the contracts for one path of requests and NOTIFYs over UDP. */
interface WayContract {

    /** The server that uses this path. */
    SipServer server();

    default Scene scene() {
        return Scene.of(server(), Transport.UDP);
    }

    /**
     * Users on simulated network paths.
     *
     * @param out the path of sent datagrams
     * @param in the path of received datagrams
     */
    default Scene scene(Link out, Link in) {
        return Scene.over(server(), SipEndpoint.over(server().host(), out, in));
    }

    /** The text that a fetch over a reliable path returns. */
    default String fetched(String presentity) {
        try (Scene scene = scene()) {
            WatcherDialog watcher = scene.watcher(presentity);
            assertThat(watcher.subscribe(0).status()).isEqualTo(200);
            return watcher.next().text();
        }
    }

    static String open(String presentity, int change) {
        return TestPidf.open(presentity, "change " + change + '.');
    }
}
