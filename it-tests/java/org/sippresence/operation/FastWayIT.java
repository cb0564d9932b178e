package org.sippresence.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.SipEndpoint;
import org.sippresence.sipclient.SipMessage;
import org.sippresence.sipclient.WatcherDialog;

/**
 * The contracts with default settings: by the fast path. Transactions are matched as RFC 3261 requires; the stack
 * compares the branch alone.
 */
class FastWayIT extends DeployedServerTest implements NotifyWayContract, RequestWayContract {

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war();
    }

    /** RFC 3261 section 17.2.3: the sent-by of the Via and the method are compared as well as the branch. */
    @Test
    void theSameBranchFromTwoSourcesAndOfTwoMethodsIsNotTheSameRequest(Scene one, Scene other) {
        String alice = one.user("alice");
        String bob = other.user("bob");
        String branch = ";branch=z9hG4bKsame" + SipEndpoint.token();
        SipMessage ofAlice = one.publisher(alice)
                .request(600)
                .withBody(PIDF, WayContract.open(alice, 1))
                .withFirst("Via", "SIP/2.0/UDP " + one.endpoint().hostPort() + branch);
        SipMessage ofBob = other.publisher(bob)
                .request(600)
                .withBody(PIDF, WayContract.open(bob, 2))
                .withFirst("Via", "SIP/2.0/UDP " + other.endpoint().hostPort() + branch);
        CompletableFuture<SipMessage> first = one.endpoint().send(ofAlice, one.target());
        CompletableFuture<SipMessage> second = other.endpoint().send(ofBob, other.target());
        assertThat(SipEndpoint.await(first).first("SIP-ETag"))
                .isPresent()
                .isNotEqualTo(SipEndpoint.await(second).first("SIP-ETag"));
        WatcherDialog watcher = one.watcher(alice);
        SipMessage subscribe = watcher.request(600)
                .withFirst("Via", "SIP/2.0/UDP " + one.endpoint().hostPort() + branch);
        SipMessage third = SipEndpoint.await(one.endpoint().send(subscribe, one.target()));
        assertThat(third.status()).isEqualTo(200);
        assertThat(watcher.next().text()).contains("change 1.");
        assertThat(fetched(bob)).contains("change 2.");
    }
}
