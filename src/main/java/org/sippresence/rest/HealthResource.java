package org.sippresence.rest;

import java.util.Map;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.MediaType;
import org.sippresence.maintenance.Administration;

/** Health checks for supervisors and load balancers. */
@Unauthenticated
@Path("/health")
@Produces(MediaType.APPLICATION_JSON)
public final class HealthResource {

    private final Administration administration;

    HealthResource(Administration administration) {
        this.administration = administration;
    }

    /** Liveness: the process responds; if it does not, restart it. */
    @GET
    @Path("live")
    public Map<String, String> live() {
        return Map.of("status", "up");
    }

    /** Readiness: the server can serve; if it cannot, send requests elsewhere: 503 with the reason. */
    @GET
    @Path("ready")
    public Map<String, String> ready() {
        administration.unreadiness().ifPresent(reason -> {
            throw ProblemException.unavailable(reason);
        });
        return Map.of("status", "up");
    }
}
