package org.sippresence.xcap;

import java.util.Optional;
import javax.ws.rs.container.ContainerRequestContext;
import org.sippresence.access.Caller;
import org.sippresence.audit.Actor;
import org.sippresence.audit.AuditEvent;
import org.sippresence.audit.AuthenticationGuard;
import org.sippresence.audit.RefusedAuthentication;
import org.sippresence.audit.RefusedAuthentication.Reason;
import org.sippresence.authentication.ClientAddress;
import org.sippresence.authentication.ClientAddressFilter;
import org.sippresence.authentication.FailedAttempts.EntryPoint;

/** An XCAP request as the limit of failed authentications and the audit log see it. */
final class AuditedRequest {

    private static final String ROOT = "/xcap/";

    private final AuthenticationGuard guard;
    private final ContainerRequestContext request;
    private final ClientAddress client;
    private final String target;

    /** @param path of the resource below the root, as received */
    AuditedRequest(AuthenticationGuard guard, ContainerRequestContext request, String path) {
        this.guard = guard;
        this.request = request;
        this.client = (ClientAddress) request.getProperty(ClientAddressFilter.ATTRIBUTE);
        this.target = ROOT + path;
    }

    /** Whether the credentials of this client may be checked. */
    boolean admitsCredentials() {
        return guard.admits(client.address(), EntryPoint.XCAP);
    }

    /** Seconds after which its credentials are checked. */
    long retryAfter() {
        return guard.retryAfter(client.address(), EntryPoint.XCAP);
    }

    /** Records that the client was not authenticated. */
    void refused(Reason reason, int status) {
        guard.refused(new RefusedAuthentication(
                EntryPoint.XCAP,
                reason,
                client.address(),
                "",
                request.getMethod() + ' ' + target,
                status,
                requestId()));
    }

    private Optional<String> requestId() {
        return Optional.ofNullable(request.getHeaderString(ClientAddress.REQUEST_ID));
    }

    /** Whether the request may change documents on behalf of an administrator, so that it must be recorded. */
    boolean isAdministrative(Caller caller) {
        return caller instanceof Caller.TokenHolder && AuditEvent.isChange(request.getMethod());
    }

    /** Whether an administrative request can be recorded. */
    boolean canBeRecorded() {
        return guard.audit().admitsChanges();
    }

    /** Records an administrative request when its outcome is known. */
    void record(Caller caller, int status) {
        guard.audit()
                .record(new AuditEvent(request.getMethod() + ' ' + ROOT, Actor.of(caller), target, status, client)
                        .with("request_id", requestId().orElse("")));
    }
}
