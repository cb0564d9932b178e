package org.sippresence.operation;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** Next nonces in responses to requests by the container. */
class NextNonceByServletIT extends NextNonceContract {

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war("authentication=digest", LIFETIME, "fast_udp=0");
    }
}
