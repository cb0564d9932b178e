package org.sippresence.rest;

import java.util.Map;
import java.util.concurrent.CompletionStage;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.SecurityContext;
import org.sippresence.access.Operation;
import org.sippresence.maintenance.Administration;
import org.sippresence.maintenance.Cleanup.CleanupReport;
import org.sippresence.model.Aor;
import org.sippresence.model.EventName;
import org.sippresence.rest.AuditFilter.Targeted;
import org.sippresence.settings.Settings;

/** Kamailio's management commands refreshWatchers, updateWatchers and cleanup, and the effective configuration. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
public final class MaintenanceResource {

    private static final int STATE_CHANGED = 1;
    private static final int MANIPULATION_CHANGED = 2;

    private final Administration administration;
    private final Settings settings;
    private final AsyncResponses responses;

    @Context
    private SecurityContext security;

    MaintenanceResource(Administration administration, Settings settings, AsyncResponses responses) {
        this.administration = administration;
        this.settings = settings;
        this.responses = responses;
    }

    /** Every key with the effective value; secrets are masked. */
    @GET
    @Path("config")
    @Requires(Operation.READ_CONFIGURATION)
    public Map<String, String> config() {
        return settings.effective();
    }

    /**
     * The body of refreshWatchers, with Kamailio's parameter names in JSON.
     *
     * @param event null for presence
     * @param refreshType 0 after a change of rules, 1 after a change of stored state, 2 after one of a pidf-manipulation document;
     *     null for 1
     */
    record RefreshRequest(String presentityUri, String event, Integer refreshType) implements Targeted {

        @Override
        public String target() {
            return presentityUri;
        }
    }

    /** Sends a NOTIFY with the present state to the watchers of a presentity. */
    @POST
    @Path("refreshWatchers")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(Operation.WRITE_WATCHERS)
    public CompletionStage<Map<String, Integer>> refreshWatchers(RefreshRequest body) {
        RefreshRequest request = Parameters.present(body);
        Aor presentity = Access.of(security).require(Parameters.presentity("presentity_uri", request.presentityUri()));
        EventName event = Parameters.servedEventOrPresence(request.event(), administration.events());
        int type = request.refreshType() == null ? STATE_CHANGED : request.refreshType();
        if (type < 0 || type > MANIPULATION_CHANGED) {
            throw ProblemException.badRequest("refresh_type is none of 0, 1 and 2");
        }
        return responses.when(
                administration.watcherUpdates().refreshWatchers(presentity, event, type),
                notified -> Map.of("notified", notified));
    }

    /**
     * The body of updateWatchers.
     *
     * @param event null for presence
     */
    record UpdateRequest(String presentityUri, String event) implements Targeted {

        @Override
        public String target() {
            return presentityUri;
        }
    }

    /** Reauthorizes the watchers of a presentity; watchers for whom nothing changes get no NOTIFY. */
    @POST
    @Path("updateWatchers")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(Operation.WRITE_WATCHERS)
    public CompletionStage<Map<String, Integer>> updateWatchers(UpdateRequest body) {
        UpdateRequest request = Parameters.present(body);
        Aor presentity = Access.of(security).require(Parameters.presentity("presentity_uri", request.presentityUri()));
        EventName event = Parameters.servedEventOrPresence(request.event(), administration.events());
        return responses.when(
                administration.watcherUpdates().updateWatchers(presentity, event),
                changed -> Map.of("changed", changed));
    }

    /** Removes expired rows. */
    @POST
    @Path("cleanup")
    @Requires(Operation.RUN_MAINTENANCE)
    public CompletionStage<CleanupReport> cleanup() {
        return responses.when(administration.cleanup().run(), report -> report);
    }
}
