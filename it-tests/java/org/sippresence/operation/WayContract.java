package org.sippresence.operation;

import org.sippresence.sipclient.Link;
import org.sippresence.sipclient.Pidf;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.SipEndpoint;
import org.sippresence.sipclient.SipServer;
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

    static String open(String presentity, int change) {
        return Pidf.open(presentity, "change " + change + '.');
    }

    /** Whether the newest NOTIFY tells of this change. */
    static boolean has(WatcherDialog watcher, int change) {
        return watcher.last()
                .map(each -> each.text().contains("change " + change + '.'))
                .orElse(false);
    }
}
