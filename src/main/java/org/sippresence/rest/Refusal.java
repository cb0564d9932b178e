package org.sippresence.rest;

import javax.ws.rs.WebApplicationException;
import javax.ws.rs.core.Response;

/** A request that a resource refuses, with a message that is meant for the client. */
final class Refusal extends WebApplicationException {

    private static final long serialVersionUID = 1L;

    private Refusal(String detail, Response.Status status) {
        super(detail, status);
    }

    static Refusal badRequest(String detail) {
        return new Refusal(detail, Response.Status.BAD_REQUEST);
    }

    static Refusal notFound(String detail) {
        return new Refusal(detail, Response.Status.NOT_FOUND);
    }

    static Refusal conflict(String detail) {
        return new Refusal(detail, Response.Status.CONFLICT);
    }

    static Refusal unavailable(String detail) {
        return new Refusal(detail, Response.Status.SERVICE_UNAVAILABLE);
    }
}
