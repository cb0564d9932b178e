package org.sippresence.rest;

import java.util.Map;
import javax.ws.rs.Consumes;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.container.AsyncResponse;
import javax.ws.rs.container.Suspended;
import javax.ws.rs.core.MediaType;
import org.sippresence.maintenance.Administration;
import org.sippresence.model.Aor;
import org.sippresence.model.EventName;

/** Kamailio's management commands refreshWatchers, updateWatchers and cleanup. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
public final class MaintenanceResource {

    private static final int STATE_CHANGED = 1;
    private static final int MANIPULATION_CHANGED = 2;

    private final Administration administration;
    private final AsyncResponses answers;

    MaintenanceResource(Administration administration, AsyncResponses answers) {
        this.administration = administration;
        this.answers = answers;
    }

    /** Sends a NOTIFY with the present state to the watchers of a presentity. */
    @POST
    @Path("refreshWatchers")
    @Consumes(MediaType.APPLICATION_JSON)
    public void refreshWatchers(RefreshRequest request, @Suspended AsyncResponse response) {
        if (request == null) {
            throw ProblemException.badRequest("the body is missing");
        }
        Aor presentity = Parameters.presentity("presentity_uri", request.presentityUri());
        EventName event = Parameters.servedEventOrPresence(request.event(), administration.events());
        int type = request.refreshType() == null ? STATE_CHANGED : request.refreshType();
        if (type < 0 || type > MANIPULATION_CHANGED) {
            throw ProblemException.badRequest("refresh_type is none of 0, 1 and 2");
        }
        answers.when(
                administration.refreshWatchers(presentity, event, type),
                response,
                notified -> Map.of("notified", notified));
    }

    /**
     * The body of updateWatchers.
     *
     * @param event null for presence
     */
    record UpdateRequest(String presentityUri, String event) {}

    /** Reauthorizes the watchers of a presentity; watchers for whom nothing changes get no NOTIFY. */
    @POST
    @Path("updateWatchers")
    @Consumes(MediaType.APPLICATION_JSON)
    public void updateWatchers(UpdateRequest request, @Suspended AsyncResponse response) {
        if (request == null) {
            throw ProblemException.badRequest("the body is missing");
        }
        Aor presentity = Parameters.presentity("presentity_uri", request.presentityUri());
        EventName event = Parameters.servedEventOrPresence(request.event(), administration.events());
        answers.when(administration.updateWatchers(presentity, event), response, changed -> Map.of("changed", changed));
    }

    /** Removes expired rows. */
    @POST
    @Path("cleanup")
    public void cleanup(@Suspended AsyncResponse response) {
        answers.when(administration.cleanup(), response, report -> report);
    }
}
