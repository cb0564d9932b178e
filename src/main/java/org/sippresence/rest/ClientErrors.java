package org.sippresence.rest;

import java.util.List;
import java.util.Map;
import javax.ws.rs.WebApplicationException;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.Response;
import javax.ws.rs.ext.ExceptionMapper;

/** Converts errors of resources and routing to problem details; the status is kept. */
final class ClientErrors implements ExceptionMapper<WebApplicationException> {

    private static final Map<Integer, String> DETAILS = Map.of(
            404, "there is nothing at this path",
            405, "this path does not know the method",
            406, "the answer cannot be given in any of the accepted media types",
            415, "the body must be application/json");

    @Override
    public Response toResponse(WebApplicationException exception) {
        Response refused = exception.getResponse();
        Response.ResponseBuilder response =
                Problem.of(refused.getStatusInfo(), detail(exception)).response();
        for (String name : List.of(HttpHeaders.ALLOW, HttpHeaders.RETRY_AFTER)) {
            if (refused.getHeaderString(name) != null) {
                response.header(name, refused.getHeaderString(name));
            }
        }
        return response.build();
    }

    private static String detail(WebApplicationException exception) {
        if (exception instanceof ProblemException) {
            return exception.getMessage();
        }
        return DETAILS.getOrDefault(exception.getResponse().getStatus(), "the request cannot be understood");
    }
}
