package org.sippresence.operation;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sippresence.arquillian.ServerUnderTest;
import org.sippresence.sipclient.SipServer;

/** The contracts with the settings that a server has by default. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class FastWayIT implements NotifyWayContract, RequestWayContract {

    @ArquillianResource
    private ServerUnderTest server;

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war();
    }

    @Override
    public SipServer way() {
        return Servers.address(server);
    }
}
