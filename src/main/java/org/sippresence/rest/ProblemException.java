package org.sippresence.rest;

import java.util.stream.Collectors;
import javax.ws.rs.WebApplicationException;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.Response;
import org.sippresence.access.AccessPolicy;
import org.sippresence.access.Operation;
import org.sippresence.model.Rejection;

/** Thrown by a resource that rejects a request, with a message for the client. */
final class ProblemException extends WebApplicationException {

    /** The challenge of this interface (RFC 6750 section 3). */
    static final String BEARER = "Bearer realm=\"presence\"";

    private static final long serialVersionUID = 1L;

    private ProblemException(String detail, Response.Status status) {
        super(detail, status);
    }

    private ProblemException(String detail, Response response) {
        super(detail, response);
    }

    /** The token does not permit the operation, or not for this target. */
    static ProblemException forbidden(String detail, Operation operation) {
        String scope = AccessPolicy.leastRole(operation)
                .map(role -> ", scope=\"" + role.label() + '"')
                .orElse("");
        return new ProblemException(
                detail,
                Response.status(Response.Status.FORBIDDEN)
                        .header(HttpHeaders.WWW_AUTHENTICATE, BEARER + ", error=\"insufficient_scope\"" + scope)
                        .build());
    }

    static ProblemException badRequest(String detail) {
        return new ProblemException(detail, Response.Status.BAD_REQUEST);
    }

    static ProblemException notFound(String detail) {
        return new ProblemException(detail, Response.Status.NOT_FOUND);
    }

    static ProblemException conflict(String detail) {
        return new ProblemException(detail, Response.Status.CONFLICT);
    }

    static ProblemException tooLarge(String detail) {
        return new ProblemException(detail, Response.Status.REQUEST_ENTITY_TOO_LARGE);
    }

    /**
     * Converts a rejection. A SIP status without an HTTP equivalent becomes 400; informative headers become part of the
     * message.
     */
    static ProblemException of(Rejection rejection) {
        String more = rejection.headers().entrySet().stream()
                .map(each -> "; " + each.getKey() + ": " + each.getValue())
                .collect(Collectors.joining());
        Response.Status status = Response.Status.fromStatusCode(rejection.status());
        boolean known = status != null && status.getFamily() == Response.Status.Family.CLIENT_ERROR;
        return new ProblemException(rejection.reason() + more, known ? status : Response.Status.BAD_REQUEST);
    }

    static ProblemException unavailable(String detail) {
        return new ProblemException(detail, Response.Status.SERVICE_UNAVAILABLE);
    }
}
