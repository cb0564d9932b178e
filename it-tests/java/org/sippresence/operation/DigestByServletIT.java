package org.sippresence.operation;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** SIP Digest with requests by the container. */
class DigestByServletIT extends DigestContract {

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war(settings("fast_udp=0"));
    }
}
