package org.sippresence.rest;

import java.util.Optional;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.container.AsyncResponse;
import javax.ws.rs.container.Suspended;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.MultivaluedMap;
import javax.ws.rs.core.UriInfo;
import org.sippresence.maintenance.Administration;
import org.sippresence.maintenance.Administration.AuthorizationQuestion;

/** Decisions about watchers and their reasons: Kamailio's {@code pres_auth_status} with explanations. */
@Path("/api/v1/authorization")
@Produces(MediaType.APPLICATION_JSON)
public final class AuthorizationResource {

    private final Administration administration;
    private final AsyncResponses answers;

    AuthorizationResource(Administration administration, AsyncResponses answers) {
        this.administration = administration;
        this.answers = answers;
    }

    /** Returns the decision for the present, or for another time and sphere. Changes nothing and sends no NOTIFY. */
    @GET
    public void authorization(@Context UriInfo uri, @Suspended AsyncResponse response) {
        answers.when(
                administration.authorization(question(uri.getQueryParameters())),
                response,
                AuthorizationRepresentation::from);
    }

    private AuthorizationQuestion question(MultivaluedMap<String, String> query) {
        return new AuthorizationQuestion(
                Parameters.presentity("watcher", query.getFirst("watcher")),
                Parameters.presentity("presentity", query.getFirst("presentity")),
                Parameters.servedEventOrPresence(query.getFirst("event"), administration.events()),
                Parameters.instant("at", query.getFirst("at")),
                Optional.ofNullable(query.getFirst("sphere")).map(String::strip).filter(sphere -> !sphere.isEmpty()));
    }
}
