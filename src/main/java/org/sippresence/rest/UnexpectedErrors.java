package org.sippresence.rest;

import java.io.UncheckedIOException;
import java.util.concurrent.CompletionException;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.Response;
import javax.ws.rs.ext.ExceptionMapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles all exceptions without a handler of their own. The exception is logged here and nowhere else; the response
 * does not reveal the cause.
 */
final class UnexpectedErrors implements ExceptionMapper<Throwable> {

    private static final Logger log = LoggerFactory.getLogger(UnexpectedErrors.class);

    @Override
    public Response toResponse(Throwable failure) {
        Throwable cause = cause(failure);
        if (cause instanceof UncheckedIOException) {
            log.warn("administration failed: the database does not answer: {}", cause.getMessage());
            return Problem.of(Response.Status.SERVICE_UNAVAILABLE, "the database does not answer")
                    .response()
                    .header(HttpHeaders.RETRY_AFTER, "5")
                    .build();
        }
        log.error("administration failed", cause);
        return Problem.of(Response.Status.INTERNAL_SERVER_ERROR, "the server failed; its log says why")
                .response()
                .build();
    }

    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
