package org.sippresence.operation;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The contracts with requests by the container, and NOTIFYs by the stack's transactions. */
class StandardWayIT extends DeployedServerTest implements NotifyWayContract, RequestWayContract {

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war("fast_udp=0");
    }
}
