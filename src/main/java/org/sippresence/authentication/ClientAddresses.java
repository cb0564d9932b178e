package org.sippresence.authentication;

import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import javax.servlet.http.HttpServletRequest;

/**
 * Finds where HTTP requests come from.
 *
 * @param proxied whether only reverse proxies connect to this server ({@code http_proxied})
 */
public record ClientAddresses(boolean proxied) {

    private static final String REQUEST_ID = "X-Request-ID";

    /** The source of a request. */
    public ClientAddress of(HttpServletRequest request) {
        Enumeration<String> forwarded = request.getHeaders(ClientAddress.FORWARDED_FOR);
        return ClientAddress.of(
                request.getRemoteAddr(), forwarded == null ? List.of() : Collections.list(forwarded), proxied);
    }

    /** The identification that a proxy or the client gave to a request. */
    public static Optional<String> requestId(HttpServletRequest request) {
        return Optional.ofNullable(request.getHeader(REQUEST_ID));
    }
}
