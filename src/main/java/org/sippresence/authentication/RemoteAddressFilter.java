package org.sippresence.authentication;

import java.io.IOException;
import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.FilterConfig;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;

/**
 * Stores the address of the peer as an attribute of each HTTP request, where JAX-RS finds it as a property. JAX-RS cannot inject the
 * servlet request everywhere: its proxy is made by the class loader of the Servlet API, which does not see JAX-RS's libraries.
 */
public final class RemoteAddressFilter implements Filter {

    /** The attribute: an IP address as text. */
    public static final String ATTRIBUTE = "org.sippresence.remote-address";

    @Override
    public void init(FilterConfig configuration) {
        // nothing is configured
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        request.setAttribute(ATTRIBUTE, request.getRemoteAddr());
        chain.doFilter(request, response);
    }

    @Override
    public void destroy() {
        // nothing is open
    }
}
