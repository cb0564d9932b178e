package org.sippresence.rest;

import java.io.IOException;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import javax.annotation.Priority;
import javax.ws.rs.Path;
import javax.ws.rs.Priorities;
import javax.ws.rs.container.ContainerRequestContext;
import javax.ws.rs.container.ContainerRequestFilter;
import javax.ws.rs.container.ContainerResponseContext;
import javax.ws.rs.container.ContainerResponseFilter;
import javax.ws.rs.container.ResourceInfo;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.Response;
import javax.ws.rs.ext.ReaderInterceptor;
import javax.ws.rs.ext.ReaderInterceptorContext;
import org.sippresence.access.AccessToken;
import org.sippresence.access.AccessTokens;
import org.sippresence.access.Caller.TokenHolder;
import org.sippresence.access.Operation;
import org.sippresence.audit.Actor;
import org.sippresence.audit.AuditEvent;
import org.sippresence.audit.AuditLog;
import org.sippresence.audit.AuthenticationGuard;
import org.sippresence.authentication.ClientAddress;
import org.sippresence.authentication.ClientAddressFilter;

/**
 * Records each request of the holder of a token that may change something, when it is answered. While the audit log cannot be
 * written, such a request is answered 503 before it changes anything: a change that leaves no trace is worse than one that has to be
 * repeated.
 */
@Priority(Priorities.AUTHENTICATION + 2)
final class AuditFilter implements ContainerRequestFilter, ContainerResponseFilter, ReaderInterceptor {

    private static final String RETRY_AFTER_SECONDS = "5";

    /** Property of a request: its {@link Recorded}. */
    private static final String RECORDED = AuditFilter.class.getName();

    private final AuditLog log;
    private final AccessTokens tokens;

    @Context
    private ResourceInfo matched;

    AuditFilter(AuthenticationGuard guard, AccessTokens tokens) {
        this.tokens = Objects.requireNonNull(tokens, "tokens");
        this.log = guard.audit();
    }

    /** The body of a request whose path does not say what it is about. */
    interface Targeted {

        /** The address of the presentity as it was sent, or another text without secrets; null if it is missing. */
        String target();
    }

    /** What is known of a request before its resource is called. */
    private static final class Recorded {

        private final String action;
        private final Actor actor;
        private final ClientAddress client;
        private String target;

        Recorded(String action, Actor actor, ClientAddress client, String target) {
            this.action = action;
            this.actor = actor;
            this.client = client;
            this.target = target;
        }
    }

    /** Called after the caller is identified and before its permission is checked, so that what is not permitted is recorded, too. */
    @Override
    public void filter(ContainerRequestContext request) {
        if (!(request.getSecurityContext().getUserPrincipal() instanceof Access access)
                || !(access.caller() instanceof TokenHolder holder)
                || access.operation() == Operation.EXPLAIN_DECISIONS
                || !AuditEvent.isChange(request.getMethod())) {
            return;
        }
        if (!log.admitsChanges()) {
            request.abortWith(Problem.of(
                            Response.Status.SERVICE_UNAVAILABLE,
                            "the audit log cannot be written, so nothing may be changed")
                    .response()
                    .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                    .build());
            return;
        }
        request.setProperty(
                RECORDED,
                new Recorded(
                        request.getMethod() + ' ' + template(),
                        actor(holder),
                        (ClientAddress) request.getProperty(ClientAddressFilter.ATTRIBUTE),
                        '/' + request.getUriInfo().getPath()));
    }

    private Actor actor(TokenHolder holder) {
        return Actor.of(holder)
                .with(
                        "description",
                        tokens.find(holder.id()).map(AccessToken::description).orElse(""));
    }

    /** The path of the resource method, with the names of its parameters. */
    private String template() {
        String method = Optional.ofNullable(matched.getResourceMethod().getAnnotation(Path.class))
                .map(path -> '/' + path.value())
                .orElse("");
        String resource = matched.getResourceClass().getAnnotation(Path.class).value();
        return ('/' + resource + method)
                .replaceAll("\\{\\s*(\\w+)\\s*:[^{}]*}", "{$1}")
                .replaceAll("/+", "/");
    }

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        Object body = context.proceed();
        if (body instanceof Targeted targeted
                && targeted.target() != null
                && context.getProperty(RECORDED) instanceof Recorded recorded) {
            recorded.target = targeted.target();
        }
        return body;
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getProperty(RECORDED) instanceof Recorded recorded) {
            log.record(new AuditEvent(
                            recorded.action, recorded.actor, recorded.target, response.getStatus(), recorded.client)
                    .with(
                            "created",
                            Optional.ofNullable(response.getLocation())
                                    .map(URI::getPath)
                                    .orElse(""))
                    .with(
                            "request_id",
                            Optional.ofNullable(request.getHeaderString(ClientAddress.REQUEST_ID))
                                    .orElse("")));
        }
    }
}
