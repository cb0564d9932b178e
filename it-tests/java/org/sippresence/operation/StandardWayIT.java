package org.sippresence.operation;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sippresence.arquillian.ServerUnderTest;
import org.sippresence.sipclient.SipServer;

/** The contracts with requests by the container, and NOTIFYs by the stack's transactions. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class StandardWayIT implements NotifyWayContract, RequestWayContract {

    @ArquillianResource
    private ServerUnderTest server;

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war("fast_udp=0");
    }

    @Override
    public SipServer way() {
        return Servers.address(server);
    }
}
