package org.sippresence.rest;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.util.stream.Collectors;
import javax.ws.rs.core.Response;
import javax.ws.rs.ext.ExceptionMapper;

/** Handles a body that is invalid JSON or not the expected JSON. Reports position and cause, but no class names. */
final class JsonErrors implements ExceptionMapper<JsonProcessingException> {

    @Override
    public Response toResponse(JsonProcessingException exception) {
        return Problem.of(Response.Status.BAD_REQUEST, detail(exception))
                .response()
                .build();
    }

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
