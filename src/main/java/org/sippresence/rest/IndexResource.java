package org.sippresence.rest;

import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.MediaType;
import org.sippresence.access.Operation;
import org.sippresence.maintenance.Readiness;

/** The index of the interface with its description, and the health checks for supervisors and load balancers. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
public final class IndexResource {

    private static final Map<String, String> UP = Map.of("status", "up");

    private final Readiness readiness;

    IndexResource(Readiness readiness) {
        this.readiness = readiness;
    }

    /** Names and links. */
    record Index(String name, Map<String, String> links) {}

    @GET
    @Requires(Operation.READ_INDEX)
    public Index index() {
        return new Index(
                "SIP Presence Server",
                Map.of(
                        "openapi", "/openapi.json",
                        "live", "/health/live",
                        "ready", "/health/ready",
                        "metrics", "/metrics",
                        "presentities", "/api/v1/presentities",
                        "config", "/api/v1/config"));
    }

    /** The OpenAPI 3.0 description, written by hand; a test compares it with the resources. */
    @GET
    @Path("openapi.json")
    @Requires(Operation.READ_INDEX)
    public InputStream openapi() {
        return Objects.requireNonNull(IndexResource.class.getResourceAsStream("openapi.json"), "openapi.json");
    }

    /** Liveness: the process responds; if it does not, restart it. */
    @GET
    @Path("health/live")
    @Requires(Operation.READ_INDEX)
    public Map<String, String> live() {
        return UP;
    }

    /** Readiness: the server can serve; if it cannot, send requests elsewhere: 503 with the reason. */
    @GET
    @Path("health/ready")
    @Requires(Operation.READ_INDEX)
    public Map<String, String> ready() {
        readiness.unreadiness().ifPresent(reason -> {
            throw ProblemException.unavailable(reason);
        });
        return UP;
    }
}
