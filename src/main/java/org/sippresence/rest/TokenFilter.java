package org.sippresence.rest;

import java.lang.reflect.Method;
import java.util.Objects;
import java.util.Optional;
import javax.annotation.Priority;
import javax.ws.rs.Priorities;
import javax.ws.rs.container.ContainerRequestContext;
import javax.ws.rs.container.ContainerRequestFilter;
import javax.ws.rs.container.ResourceInfo;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.SecurityContext;
import org.sippresence.access.AccessPolicy;
import org.sippresence.access.AccessTokens;
import org.sippresence.access.Caller;
import org.sippresence.access.Operation;

/**
 * Identifies the caller by its access token (RFC 6750 section 2.1) and rejects a request without a valid one, unless what the
 * resource method {@linkplain Requires requires} needs none. A method that says nothing requires a token that permits
 * maintenance.
 */
@Priority(Priorities.AUTHENTICATION + 1)
final class TokenFilter implements ContainerRequestFilter {

    private final AccessTokens tokens;

    @Context
    private ResourceInfo matched;

    TokenFilter(AccessTokens tokens) {
        this.tokens = Objects.requireNonNull(tokens, "tokens");
    }

    @Override
    public void filter(ContainerRequestContext request) {
        Operation operation = operation();
        if (AccessPolicy.allowsAny(Caller.NOBODY, operation)) {
            return;
        }
        Optional<Caller> caller =
                tokens.identify(Optional.ofNullable(request.getHeaderString(HttpHeaders.AUTHORIZATION)));
        if (caller.isEmpty()) {
            request.abortWith(unauthorized("this is no valid token", ", error=\"invalid_token\""));
        } else if (caller.get().equals(Caller.NOBODY)) {
            request.abortWith(unauthorized("a token is needed", ""));
        } else {
            request.setSecurityContext(new TokenSecurityContext(
                    new Access(caller.get(), operation),
                    request.getSecurityContext().isSecure()));
        }
    }

    private Operation operation() {
        Method method = matched.getResourceMethod();
        Requires required = method == null ? null : method.getAnnotation(Requires.class);
        return required == null ? Operation.RUN_MAINTENANCE : required.value();
    }

    private static Response unauthorized(String detail, String error) {
        return Problem.of(Response.Status.UNAUTHORIZED, detail)
                .response()
                .header(HttpHeaders.WWW_AUTHENTICATE, ProblemException.BEARER + error)
                .build();
    }

    /** Passes the caller to the resource. */
    private record TokenSecurityContext(Access access, boolean secure) implements SecurityContext {

        @Override
        public Access getUserPrincipal() {
            return access;
        }

        @Override
        public boolean isUserInRole(String role) {
            return access.caller() instanceof Caller.TokenHolder holder
                    && holder.role().label().equals(role);
        }

        @Override
        public boolean isSecure() {
            return secure;
        }

        @Override
        public String getAuthenticationScheme() {
            return "Bearer";
        }
    }
}
