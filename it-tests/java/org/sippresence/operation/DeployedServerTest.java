package org.sippresence.operation;

import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sippresence.arquillian.ServerUnderTest;
import org.sippresence.sipclient.AdminClient;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.Transport;

/** A test of a deployed server; its methods may have parameters of type {@link Scene}. */
@ExtendWith({ArquillianExtension.class, SceneResolver.class})
abstract class DeployedServerTest {

    @ArquillianResource
    private ServerUnderTest server;

    public ServerUnderTest server() {
        return server;
    }

    AdminClient admin() {
        return new AdminClient(server, Servers.ADMIN_TOKEN);
    }

    Scene scene(Transport transport) {
        return Scene.of(server, transport);
    }
}
