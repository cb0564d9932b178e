package org.sippresence.operation;

import static org.assertj.core.api.Assertions.assertThat;

import org.sippresence.sipclient.Link;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.SipEndpoint;
import org.sippresence.sipclient.SipServer;
import org.sippresence.sipclient.TestPidf;
import org.sippresence.sipclient.Transport;
import org.sippresence.sipclient.WatcherDialog;

/** What the contracts of one way of requests and NOTIFYs over UDP have in common. */
interface WayContract {

    /** The server that goes this way. */
    SipServer way();

    default Scene scene() {
        return Scene.of(way(), Transport.UDP);
    }

    /**
     * People whose datagrams have something befall them.
     *
     * @param out those that they send
     * @param in those that they receive
     */
    default Scene scene(Link out, Link in) {
        return Scene.over(way(), SipEndpoint.over(way().host(), out, in));
    }

    /** What a fetch by somebody with a good network sees. */
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

    /** Whether the newest NOTIFY tells of this change. */
    static boolean has(WatcherDialog watcher, int change) {
        return watcher.last()
                .map(each -> each.text().contains("change " + change + '.'))
                .orElse(false);
    }
}
