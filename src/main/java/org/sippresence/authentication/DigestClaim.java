package org.sippresence.authentication;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The parts of a request that identify its sender.
 *
 * @param method of the request, as it was sent
 * @param target the request's URI as it was sent, which the digest must be for; empty if proxies may have changed it
 * @param authorization the values of all headers with credentials
 * @param body the bytes of the body as received, which is read only if the digest covers it
 */
public record DigestClaim(String method, Optional<String> target, List<String> authorization, Supplier<byte[]> body) {

    private static final byte[] EMPTY = {};

    public DigestClaim {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(body, "body");
        authorization = List.copyOf(authorization);
    }

    /** A request whose body digests do not cover, with at most one header. */
    public DigestClaim(String method, Optional<String> target, Optional<String> authorization) {
        this(method, target, authorization.stream().toList(), () -> EMPTY);
    }
}
