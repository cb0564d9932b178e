package org.sippresence.operation;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.SipEndpoint;
import org.sippresence.sipclient.WatcherDialog;

/** A client forges the source of its SUBSCRIBEs, and names a Contact that cannot be reached: NOTIFYs go to the source. */
class ForgedSourceIT extends DeployedServerTest {

    @Deployment(testable = false)
    static WebArchive war() {
        return AmplificationIT.war();
    }

    @Test
    void aThirdPartyHearsNoMoreThanByAForgedContact(Scene scene) {
        assumeTrue(OwnAddress.get().isPresent(), "this machine has no address but the loopback, which is exempt");
        try (SipEndpoint victim = SipEndpoint.open(OwnAddress.get().orElseThrow())) {
            victim.symmetric();
            AmplificationIT.assertHearsLittle(
                    scene,
                    victim,
                    alice -> new WatcherDialog(victim, scene.target(), scene.user("eve"), alice)
                            .contact("<sip:eve@192.168.55.9:5062>"));
        }
    }
}
