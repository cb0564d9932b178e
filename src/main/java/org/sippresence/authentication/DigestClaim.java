package org.sippresence.authentication;

import java.util.Objects;
import java.util.Optional;

/**
 * What a request says about who sent it.
 *
 * @param method of the request, as it was sent
 * @param target the request's URI as it was sent, which the digest must be for; empty if proxies may have changed it
 * @param authorization the header's value; empty if there is none
 */
public record DigestClaim(String method, Optional<String> target, Optional<String> authorization) {

    public DigestClaim {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(authorization, "authorization");
    }
}
