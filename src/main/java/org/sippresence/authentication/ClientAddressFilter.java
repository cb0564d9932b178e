package org.sippresence.authentication;

import java.io.IOException;
import java.util.Collections;
import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.FilterConfig;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServletRequest;

/**
 * Stores the {@link ClientAddress} of each HTTP request as an attribute, where JAX-RS finds it as a property. JAX-RS cannot inject
 * the servlet request everywhere: its proxy is made by the class loader of the Servlet API, which does not see JAX-RS's libraries.
 */
public final class ClientAddressFilter implements Filter {

    /** The attribute: a {@link ClientAddress}. */
    public static final String ATTRIBUTE = ClientAddress.class.getName();

    private final boolean proxied;

    /** @param proxied whether only reverse proxies connect to this server ({@code http_proxied}) */
    public ClientAddressFilter(boolean proxied) {
        this.proxied = proxied;
    }

    @Override
    public void init(FilterConfig configuration) {
        // the constructor has the settings
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        request.setAttribute(
                ATTRIBUTE,
                ClientAddress.of(
                        request.getRemoteAddr(),
                        Collections.list(((HttpServletRequest) request).getHeaders(ClientAddress.FORWARDED_FOR)),
                        proxied));
        chain.doFilter(request, response);
    }

    @Override
    public void destroy() {
        // nothing is open
    }
}
