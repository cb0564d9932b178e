package org.sippresence.rest;

import javax.ws.rs.core.Response;

/**
 * An error as the client sees it (RFC 9457). The type is {@code about:blank}, so the title is the reason phrase of the
 * status.
 *
 * @param detail the error in one sentence without a full stop
 */
record Problem(String type, String title, int status, String detail) {

    static final String MEDIA_TYPE = "application/problem+json";

    static Problem of(Response.StatusType status, String detail) {
        return new Problem("about:blank", status.getReasonPhrase(), status.getStatusCode(), detail);
    }

    Response.ResponseBuilder response() {
        return Response.status(status).type(MEDIA_TYPE).entity(this);
    }
}
