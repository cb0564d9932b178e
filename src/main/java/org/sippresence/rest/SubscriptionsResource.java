package org.sippresence.rest;

import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.container.AsyncResponse;
import javax.ws.rs.container.Suspended;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.sippresence.maintenance.Administration;

/** One subscription by its id. */
@Path("/api/v1/subscriptions/{id}")
@Produces(MediaType.APPLICATION_JSON)
public final class SubscriptionsResource {

    private final Administration administration;
    private final AsyncResponses answers;

    SubscriptionsResource(Administration administration, AsyncResponses answers) {
        this.administration = administration;
        this.answers = answers;
    }

    /** Returns the subscription with its dialog. */
    @GET
    public void subscription(@PathParam("id") String id, @Suspended AsyncResponse response) {
        answers.when(
                administration.subscription(id),
                response,
                found -> found.map(SubscriptionRepresentation::from).orElseThrow(() -> unknown(id)));
    }

    /** Terminates the subscription: the watcher gets a last NOTIFY and may subscribe again. */
    @DELETE
    public void end(@PathParam("id") String id, @Suspended AsyncResponse response) {
        answers.when(administration.endSubscription(id), response, ended -> {
            if (!ended) {
                throw unknown(id);
            }
            return Response.noContent().build();
        });
    }

    private static ProblemException unknown(String id) {
        return ProblemException.notFound("there is no subscription " + id);
    }
}
