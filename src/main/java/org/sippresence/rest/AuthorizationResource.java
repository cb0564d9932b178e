package org.sippresence.rest;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.MultivaluedMap;
import javax.ws.rs.core.SecurityContext;
import javax.ws.rs.core.UriInfo;
import org.sippresence.access.Operation;
import org.sippresence.maintenance.Administration;
import org.sippresence.maintenance.AuthorizationExplainer.AuthorizationQuery;

/** Decisions about watchers and their reasons: Kamailio's {@code pres_auth_status} with explanations. */
@Path("/api/v1/authorization")
@Produces(MediaType.APPLICATION_JSON)
public final class AuthorizationResource {

    private final Administration administration;
    private final AsyncResponses responses;

    @Context
    private SecurityContext security;

    AuthorizationResource(Administration administration, AsyncResponses responses) {
        this.administration = administration;
        this.responses = responses;
    }

    /** Returns the decision for the present, or for another time and sphere. Changes nothing and sends no NOTIFY. */
    @GET
    @Requires(Operation.EXPLAIN_DECISIONS)
    public CompletionStage<AuthorizationRepresentation> authorization(@Context UriInfo uri) {
        return responses.when(
                administration.authorization().explain(query(uri.getQueryParameters())),
                AuthorizationRepresentation::from);
    }

    private AuthorizationQuery query(MultivaluedMap<String, String> parameters) {
        return new AuthorizationQuery(
                Parameters.presentity("watcher", parameters.getFirst("watcher")),
                Access.of(security).require(Parameters.presentity("presentity", parameters.getFirst("presentity"))),
                Parameters.servedEventOrPresence(parameters.getFirst("event"), administration.events()),
                Parameters.instant("at", parameters.getFirst("at")),
                Optional.ofNullable(parameters.getFirst("sphere"))
                        .map(String::strip)
                        .filter(sphere -> !sphere.isEmpty()));
    }
}
