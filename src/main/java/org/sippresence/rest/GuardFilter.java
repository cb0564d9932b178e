package org.sippresence.rest;

import java.net.InetAddress;
import java.util.Objects;
import java.util.Optional;
import javax.annotation.Priority;
import javax.ws.rs.Priorities;
import javax.ws.rs.container.ContainerRequestContext;
import javax.ws.rs.container.ContainerRequestFilter;
import javax.ws.rs.container.ContainerResponseContext;
import javax.ws.rs.container.ContainerResponseFilter;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.Response;
import org.sippresence.access.AccessTokens;
import org.sippresence.audit.AuthenticationGuard;
import org.sippresence.audit.RefusedAuthentication;
import org.sippresence.audit.RefusedAuthentication.Reason;
import org.sippresence.authentication.ClientAddress;
import org.sippresence.authentication.ClientAddressFilter;
import org.sippresence.authentication.FailedAttempts.EntryPoint;

/** Answers 429 to requests with a token whose source has failed too often, and records requests that are not authenticated. */
@Priority(Priorities.AUTHENTICATION)
final class GuardFilter implements ContainerRequestFilter, ContainerResponseFilter {

    /** Property of a request whose token was not checked. */
    private static final String UNCHECKED = GuardFilter.class.getName();

    private final AuthenticationGuard guard;

    GuardFilter(AuthenticationGuard guard) {
        this.guard = Objects.requireNonNull(guard, "guard");
    }

    /** Called before the token is checked. */
    @Override
    public void filter(ContainerRequestContext request) {
        InetAddress source = address(request);
        if (hasToken(request) && !guard.admits(source, EntryPoint.REST)) {
            request.setProperty(UNCHECKED, Reason.TOO_MANY_FAILURES);
            request.abortWith(Problem.of(Response.Status.TOO_MANY_REQUESTS, "too many failed authentications")
                    .response()
                    .header(HttpHeaders.RETRY_AFTER, guard.retryAfter(source, EntryPoint.REST))
                    .build());
        }
    }

    private static InetAddress address(ContainerRequestContext request) {
        return ((ClientAddress) request.getProperty(ClientAddressFilter.ATTRIBUTE)).address();
    }

    private static boolean hasToken(ContainerRequestContext request) {
        return AccessTokens.isPresented(Optional.ofNullable(request.getHeaderString(HttpHeaders.AUTHORIZATION)));
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        Reason answered = hasToken(request) ? Reason.WRONG_CREDENTIALS : Reason.NO_CREDENTIALS;
        boolean unchecked = request.getProperty(UNCHECKED) != null;
        if (unchecked || response.getStatus() == Response.Status.UNAUTHORIZED.getStatusCode()) {
            guard.refused(new RefusedAuthentication(
                    EntryPoint.REST,
                    unchecked ? Reason.TOO_MANY_FAILURES : answered,
                    address(request),
                    "",
                    request.getMethod() + " /" + request.getUriInfo().getPath(),
                    response.getStatus(),
                    Optional.ofNullable(request.getHeaderString(ClientAddress.REQUEST_ID))));
        }
    }
}
