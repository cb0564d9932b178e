package org.sippresence.rest;

import javax.annotation.Priority;
import javax.ws.rs.Priorities;
import javax.ws.rs.container.ContainerRequestContext;
import javax.ws.rs.container.ContainerRequestFilter;
import org.sippresence.access.AccessPolicy;

/** Rejects a request with 403 if its caller, whom {@link TokenFilter} has identified, may not do the operation to any target. */
@Priority(Priorities.AUTHORIZATION)
final class OperationFilter implements ContainerRequestFilter {

    @Override
    public void filter(ContainerRequestContext request) {
        if (request.getSecurityContext().getUserPrincipal() instanceof Access access
                && !AccessPolicy.allowsAny(access.caller(), access.operation())) {
            throw ProblemException.forbidden("the token does not permit this", access.operation());
        }
    }
}
