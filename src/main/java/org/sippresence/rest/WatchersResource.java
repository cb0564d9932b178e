package org.sippresence.rest;

import java.util.Map;
import java.util.Optional;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.container.AsyncResponse;
import javax.ws.rs.container.Suspended;
import javax.ws.rs.core.MediaType;
import org.sippresence.maintenance.Administration;
import org.sippresence.model.Aor;
import org.sippresence.model.EventName;

/** The watchers of a presentity. */
@Path("/api/v1/watchers")
@Produces(MediaType.APPLICATION_JSON)
public final class WatchersResource {

    private final Administration administration;
    private final AsyncResponses answers;

    WatchersResource(Administration administration, AsyncResponses answers) {
        this.administration = administration;
        this.answers = answers;
    }

    /** Lists active subscriptions; of all packages if none is named. */
    @GET
    public void list(
            @QueryParam("presentity") String uri,
            @QueryParam("event") String event,
            @Suspended AsyncResponse response) {
        Aor presentity = Parameters.presentity("presentity", uri);
        Optional<EventName> name = Parameters.servedEvent(event, administration.events());
        answers.when(
                administration.watchers(presentity, name),
                response,
                reports -> Map.of(
                        "watchers",
                        reports.stream().map(SubscriptionRepresentation::from).toList()));
    }
}
