package org.sippresence.rest;

import java.io.IOException;
import javax.ws.rs.core.Response;
import javax.ws.rs.ext.ExceptionMapper;

/** A request's body that breaks off or whose chunks are none: the client's fault, and nothing for the log. */
final class UnreadableBodies implements ExceptionMapper<IOException> {

    @Override
    public Response toResponse(IOException failure) {
        return Problem.of(Response.Status.BAD_REQUEST, "the body of the request cannot be read to its end")
                .response()
                .build();
    }
}
