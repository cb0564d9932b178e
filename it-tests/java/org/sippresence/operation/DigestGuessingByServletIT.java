package org.sippresence.operation;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** Guessing of passwords in requests by the container. */
class DigestGuessingByServletIT extends DigestGuessingContract {

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war("authentication=digest", "fast_udp=0");
    }
}
