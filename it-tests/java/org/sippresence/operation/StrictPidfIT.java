package org.sippresence.operation;

import static org.assertj.core.api.Assertions.assertThat;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.TestPidf;
import org.sippresence.sipclient.TestPublisher;

/** {@code pidf_strict=1}: documents that are invalid by the schemas of RFC 4479 and 4480 are rejected. */
class StrictPidfIT extends DeployedServerTest {

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war("pidf_strict=1");
    }

    @Test
    void aDocumentThatIsNotValidGets400AndAValidOne200(Scene scene) {
        String alice = scene.user("alice");
        TestPublisher publisher = scene.publisher(alice);
        String glad = TestPidf.person(alice, "open", "<r:mood><r:glad/></r:mood>");
        assertThat(publisher.publish(glad, 300).status()).isEqualTo(400);
        assertThat(publisher.entityTag()).isEmpty();
        String happy = TestPidf.person(alice, "open", "<r:mood><r:happy/></r:mood>");
        assertThat(publisher.publish(happy, 300).status()).isEqualTo(200);
    }
}
