package org.sippresence.authentication;

import java.util.List;
import java.util.Map;

/**
 * Finds where HTTP requests come from.
 *
 * @param proxied whether only reverse proxies connect to this server ({@code http_proxied})
 */
public record ClientAddresses(boolean proxied) {

    /** The header by which a proxy or the client identifies a request. */
    public static final String REQUEST_ID = "X-Request-ID";

    /**
     * The source of a request.
     *
     * @param peer the value of {@link RemoteAddressFilter#ATTRIBUTE}
     * @param headers of the request, by their names in any case
     */
    public ClientAddress of(Object peer, Map<String, List<String>> headers) {
        return ClientAddress.of((String) peer, headers.getOrDefault(ClientAddress.FORWARDED_FOR, List.of()), proxied);
    }
}
