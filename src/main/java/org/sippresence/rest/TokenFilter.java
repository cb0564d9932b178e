package org.sippresence.rest;

import java.util.Optional;
import javax.ws.rs.container.ContainerRequestContext;
import javax.ws.rs.container.ContainerRequestFilter;
import javax.ws.rs.container.ResourceInfo;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.Response;
import org.sippresence.authentication.BearerToken;

/** Admits a request for a resource that is not {@link Unauthenticated} only with the admin token (RFC 6750 section 2.1). */
final class TokenFilter implements ContainerRequestFilter {

    private final BearerToken token;

    @Context
    private ResourceInfo matched;

    TokenFilter(String token) {
        this.token = new BearerToken(token);
    }

    @Override
    public void filter(ContainerRequestContext request) {
        Class<?> resource = matched.getResourceClass();
        if (resource != null && resource.isAnnotationPresent(Unauthenticated.class)) {
            return;
        }
        switch (token.in(Optional.ofNullable(request.getHeaderString(HttpHeaders.AUTHORIZATION)))) {
            case NONE -> request.abortWith(refusal("the admin token is needed", ""));
            case WRONG -> request.abortWith(refusal("this is not the admin token", ", error=\"invalid_token\""));
            case RIGHT -> {}
        }
    }

    private static Response refusal(String detail, String error) {
        return Problem.of(Response.Status.UNAUTHORIZED, detail)
                .response()
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"presence\"" + error)
                .build();
    }
}
