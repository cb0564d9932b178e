package org.sippresence.rest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import javax.ws.rs.container.ContainerRequestContext;
import javax.ws.rs.container.ContainerRequestFilter;
import javax.ws.rs.container.ResourceInfo;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.Response;

/** Lets a request for a resource that is not {@link Open} pass only with the admin token (RFC 6750 section 2.1). */
final class TokenFilter implements ContainerRequestFilter {

    private static final String SCHEME = "bearer ";

    private final byte[] token;

    @Context
    private ResourceInfo matched;

    TokenFilter(String token) {
        this.token = token.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void filter(ContainerRequestContext request) {
        Class<?> resource = matched.getResourceClass();
        if (resource != null && resource.isAnnotationPresent(Open.class)) {
            return;
        }
        String header = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        if (header == null || !header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            request.abortWith(refusal("the admin token is needed", ""));
        } else if (!isToken(header.substring(SCHEME.length()).strip())) {
            request.abortWith(refusal("this is not the admin token", ", error=\"invalid_token\""));
        }
    }

    /** In a time that does not depend on where the two differ. */
    private boolean isToken(String presented) {
        return MessageDigest.isEqual(token, presented.getBytes(StandardCharsets.UTF_8));
    }

    private static Response refusal(String detail, String error) {
        return Problem.of(Response.Status.UNAUTHORIZED, detail)
                .response()
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"presence\"" + error)
                .build();
    }
}
