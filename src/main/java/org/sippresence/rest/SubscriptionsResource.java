package org.sippresence.rest;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.sippresence.maintenance.Administration;
import org.sippresence.model.Aor;
import org.sippresence.model.EventName;

/** The watchers of a presentity, and single subscriptions by their id. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
public final class SubscriptionsResource {

    private final Administration administration;
    private final AsyncResponses responses;

    SubscriptionsResource(Administration administration, AsyncResponses responses) {
        this.administration = administration;
        this.responses = responses;
    }

    record Watchers(List<SubscriptionRepresentation> watchers) {}

    /** Lists active subscriptions; of all packages if none is named. */
    @GET
    @Path("watchers")
    public CompletionStage<Watchers> watchers(@QueryParam("presentity") String uri, @QueryParam("event") String event) {
        Aor presentity = Parameters.presentity("presentity", uri);
        Optional<EventName> name = Parameters.servedEvent(event, administration.events());
        return responses.when(
                administration.subscriptions().watchers(presentity, name),
                reports -> new Watchers(
                        reports.stream().map(SubscriptionRepresentation::from).toList()));
    }

    /** Returns the subscription with its dialog. */
    @GET
    @Path("subscriptions/{id}")
    public CompletionStage<SubscriptionRepresentation> subscription(@PathParam("id") String id) {
        return responses.when(
                administration.subscriptions().subscription(id),
                found -> found.map(SubscriptionRepresentation::from).orElseThrow(() -> unknown(id)));
    }

    /** Terminates the subscription: the watcher gets a last NOTIFY and may subscribe again. */
    @DELETE
    @Path("subscriptions/{id}")
    public CompletionStage<Response> end(@PathParam("id") String id) {
        return responses.noContent(administration.subscriptions().end(id), () -> unknown(id));
    }

    private static ProblemException unknown(String id) {
        return ProblemException.notFound("there is no subscription " + id);
    }
}
