package org.sippresence.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.HashSet;
import java.util.Set;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.SipServer;
import org.sippresence.sipclient.TestPublisher;
import org.sippresence.sipclient.Transport;

/**
 * One source exceeds its rate limit. The loopback is not limited, so the requests come from another address of this
 * machine.
 */
class SourceLimitIT extends DeployedServerTest {

    /** Requests per second; a burst may be ten times as many. The two transports share the limit. */
    private static final int RATE = 4;

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war(
                "max_requests_per_source=" + RATE,
                "sip_bind=" + OwnAddress.get().orElse("127.0.0.1"),
                "allow_unauthenticated=1");
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void moreRequestsASecondThanAllowedAre503(Transport transport) {
        assumeTrue(OwnAddress.get().isPresent(), "this machine has no address but the loopback");
        SipServer address = server();
        try (Scene scene = Scene.of(address, transport)) {
            TestPublisher publisher = scene.publisher(scene.user("alice"));
            Set<Integer> statuses = new HashSet<>();
            for (int i = 0; i < 20 * RATE; i++) {
                statuses.add(publisher.publishOpen("1").status());
            }
            assertThat(statuses).contains(503).isSubsetOf(200, 503);
        }
    }
}
