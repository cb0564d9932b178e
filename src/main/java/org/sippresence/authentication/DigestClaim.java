package org.sippresence.authentication;

import java.util.Objects;
import java.util.Optional;

/**
 * The parts of a request that identify its sender.
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
