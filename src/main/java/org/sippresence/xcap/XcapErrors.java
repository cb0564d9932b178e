package org.sippresence.xcap;

import java.io.UncheckedIOException;
import java.util.concurrent.TimeoutException;
import javax.ws.rs.WebApplicationException;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.Response;
import javax.ws.rs.ext.ExceptionMapper;
import org.sippresence.presentity.MemoryFullException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last exception handler: logs unexpected exceptions and hides their details from the client. */
final class XcapErrors implements ExceptionMapper<Throwable> {

    private static final Logger LOG = LoggerFactory.getLogger(XcapErrors.class);
    private static final String RETRY_AFTER = "5";

    @Override
    public Response toResponse(Throwable failure) {
        if (failure instanceof WebApplicationException refused) {
            return refused.getResponse();
        }
        if (failure instanceof UncheckedIOException
                || failure instanceof TimeoutException
                || failure instanceof MemoryFullException) {
            LOG.warn("an XCAP request failed: {}", failure.toString());
            return Response.status(Response.Status.SERVICE_UNAVAILABLE)
                    .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER)
                    .type("text/plain")
                    .entity("the server is temporarily unavailable\n")
                    .build();
        }
        LOG.error("an XCAP request failed", failure);
        return Response.serverError()
                .type("text/plain")
                .entity("the server failed; its log says why\n")
                .build();
    }
}
