package org.sippresence.xcap;

import javax.servlet.ServletContext;
import javax.ws.rs.core.Context;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;

/**
 * The JAX-RS application of the XCAP root, a separate servlet at {@code /xcap/*}. Its server is an attribute of the servlet
 * context, which bootstrap sets before the first servlet starts.
 */
public final class XcapApplication extends ResourceConfig {

    /** Servlet context attribute with the {@link XcapServer}. */
    public static final String SERVER = "org.sippresence.xcap";

    /** Called by Jersey. */
    public XcapApplication(@Context ServletContext context) {
        this(server(context));
    }

    XcapApplication(XcapServer server) {
        registerInstances(new XcapResource(server), new XcapErrors());
        property(ServerProperties.WADL_FEATURE_DISABLE, true);
        property(ServerProperties.RESPONSE_SET_STATUS_OVER_SEND_ERROR, true);
    }

    private static XcapServer server(ServletContext context) {
        if (context.getAttribute(SERVER) instanceof XcapServer server) {
            return server;
        }
        throw new IllegalStateException("the servlet context has no attribute " + SERVER);
    }
}
