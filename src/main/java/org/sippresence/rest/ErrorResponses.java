package org.sippresence.rest;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.ws.rs.WebApplicationException;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.Response;
import javax.ws.rs.ext.ExceptionMapper;
import org.sippresence.model.UnavailableException;
import org.sippresence.settings.logging.FailureCause;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Converts exceptions to problem details. Errors of the client are not logged; others are logged here and nowhere else, and their
 * response does not reveal the cause.
 */
final class ErrorResponses implements ExceptionMapper<Throwable> {

    private static final Logger log = LoggerFactory.getLogger(ErrorResponses.class);
    private static final Map<Integer, String> DETAILS = Map.of(
            404, "there is nothing at this path",
            405, "this path does not know the method",
            406, "the answer cannot be given in any of the accepted media types",
            415, "the body must be application/json");

    @Override
    public Response toResponse(Throwable failure) {
        Throwable cause = FailureCause.of(failure);
        if (cause instanceof WebApplicationException rejected) {
            return response(rejected);
        }
        if (cause instanceof JsonProcessingException invalid) {
            return response(Response.Status.BAD_REQUEST, detail(invalid));
        }
        if (cause instanceof IOException) { // the body is incomplete or has invalid chunks
            return response(Response.Status.BAD_REQUEST, "the body of the request cannot be read to its end");
        }
        if (cause instanceof UnavailableException) {
            return response(Response.Status.SERVICE_UNAVAILABLE, "the publication could not be taken; try again");
        }
        if (cause instanceof UncheckedIOException) {
            log.warn("administration failed: the database does not answer: {}", cause.getMessage());
            return Problem.of(Response.Status.SERVICE_UNAVAILABLE, "the database does not answer")
                    .response()
                    .header(HttpHeaders.RETRY_AFTER, "5")
                    .build();
        }
        log.error("administration failed", cause);
        return response(Response.Status.INTERNAL_SERVER_ERROR, "the server failed; its log says why");
    }

    private static Response response(Response.Status status, String detail) {
        return Problem.of(status, detail).response().build();
    }

    /** Keeps the status of an error of a resource or of routing. */
    private static Response response(WebApplicationException exception) {
        Response rejected = exception.getResponse();
        String detail = exception instanceof ProblemException
                ? exception.getMessage()
                : DETAILS.getOrDefault(rejected.getStatus(), "the request cannot be understood");
        Response.ResponseBuilder response =
                Problem.of(rejected.getStatusInfo(), detail).response();
        for (String name : List.of(HttpHeaders.ALLOW, HttpHeaders.RETRY_AFTER, HttpHeaders.WWW_AUTHENTICATE)) {
            if (rejected.getHeaderString(name) != null) {
                response.header(name, rejected.getHeaderString(name));
            }
        }
        return response.build();
    }

    /** Describes why a body is invalid JSON or not the expected JSON: position and cause, but no class names. */
    private static String detail(JsonProcessingException exception) {
        if (exception instanceof UnrecognizedPropertyException unknown) {
            return "unknown member \"" + unknown.getPropertyName() + "\"; known are "
                    + unknown.getKnownPropertyIds().stream()
                            .map(Object::toString)
                            .sorted()
                            .collect(Collectors.joining(", "));
        }
        if (exception instanceof JsonMappingException mismatch) {
            String path = mismatch.getPath().stream()
                    .map(JsonMappingException.Reference::getFieldName)
                    .collect(Collectors.joining("."));
            return path.isEmpty()
                    ? "the body must be one JSON object"
                    : "the member \"" + path + "\" has the wrong type";
        }
        JsonLocation location = exception.getLocation();
        return location == null
                ? "the body is no JSON"
                : "the body is no JSON: line " + location.getLineNr() + ", column " + location.getColumnNr();
    }
}
