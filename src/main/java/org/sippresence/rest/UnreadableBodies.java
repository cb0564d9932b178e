package org.sippresence.rest;

import java.io.IOException;
import javax.ws.rs.core.Response;
import javax.ws.rs.ext.ExceptionMapper;

/** Handles a request body that is incomplete or has invalid chunks: an error of the client, which is not logged. */
final class UnreadableBodies implements ExceptionMapper<IOException> {

    @Override
    public Response toResponse(IOException failure) {
        return Problem.of(Response.Status.BAD_REQUEST, "the body of the request cannot be read to its end")
                .response()
                .build();
    }
}
