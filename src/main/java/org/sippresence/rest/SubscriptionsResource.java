package org.sippresence.rest;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.SecurityContext;
import org.sippresence.access.Operation;
import org.sippresence.access.Target;
import org.sippresence.maintenance.Administration;
import org.sippresence.maintenance.SubscriptionAdministration.SubscriptionReport;
import org.sippresence.model.Aor;
import org.sippresence.model.EventName;

/** The watchers of a presentity, and single subscriptions by their id. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
public final class SubscriptionsResource {

    private final Administration administration;
    private final AsyncResponses responses;

    @Context
    private SecurityContext security;

    SubscriptionsResource(Administration administration, AsyncResponses responses) {
        this.administration = administration;
        this.responses = responses;
    }

    record Watchers(List<SubscriptionRepresentation> watchers) {}

    /** Lists active subscriptions; of all packages if none is named. */
    @GET
    @Path("watchers")
    @Requires(Operation.READ_WATCHERS)
    public CompletionStage<Watchers> watchers(@QueryParam("presentity") String uri, @QueryParam("event") String event) {
        Aor presentity = Access.of(security).require(Parameters.presentity("presentity", uri));
        Optional<EventName> name = Parameters.servedEvent(event, administration.events());
        return responses.when(
                administration.subscriptions().watchers(presentity, name),
                reports -> new Watchers(
                        reports.stream().map(SubscriptionRepresentation::from).toList()));
    }

    /** Returns the subscription with its dialog. */
    @GET
    @Path("subscriptions/{id}")
    @Requires(Operation.READ_WATCHERS)
    public CompletionStage<SubscriptionRepresentation> subscription(@PathParam("id") String id) {
        return responses.when(
                visible(id),
                found -> found.map(SubscriptionRepresentation::from).orElseThrow(() -> unknown(id)));
    }

    /** Terminates the subscription: the watcher gets a last NOTIFY and may subscribe again. */
    @DELETE
    @Path("subscriptions/{id}")
    @Requires(Operation.WRITE_WATCHERS)
    public CompletionStage<Response> end(@PathParam("id") String id) {
        return responses.noContent(
                visible(id)
                        .thenCompose(found -> found.isPresent()
                                ? administration.subscriptions().end(id)
                                : CompletableFuture.completedFuture(false)),
                () -> unknown(id));
    }

    /** A subscription that the token is not for looks as if it did not exist, because an id does not name its domain. */
    private CompletableFuture<Optional<SubscriptionReport>> visible(String id) {
        Access access = Access.of(security);
        return administration
                .subscriptions()
                .subscription(id)
                .thenApply(found -> found.filter(report ->
                        access.allows(new Target.User(report.subscription().presentity()))));
    }

    private static ProblemException unknown(String id) {
        return ProblemException.notFound("there is no subscription " + id);
    }
}
