package org.sippresence.rest;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.HeaderParam;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.container.AsyncResponse;
import javax.ws.rs.container.Suspended;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.sippresence.maintenance.PublishedStates;
import org.sippresence.maintenance.PublishedStates.PublishRequest;
import org.sippresence.model.Aor;
import org.sippresence.model.Body;
import org.sippresence.model.EntityTag;
import org.sippresence.model.EventName;
import org.sippresence.model.UnavailableException;
import org.sippresence.publication.PublishOutcome;
import org.sippresence.publication.PublishOutcome.Accepted;
import org.sippresence.publication.PublishOutcome.Rejected;
import org.sippresence.settings.Settings;

/**
 * PUBLISH by HTTP (RFC 3903): PUT creates a publication, or modifies the one with the entity-tag in the path, or
 * refreshes it if there is no body; DELETE removes it. Each response contains the next entity-tag.
 */
@Path("/api/v1/presentities/{uri: .+}/publications")
@Produces(MediaType.APPLICATION_JSON)
public final class PublicationsResource {

    private final PublishedStates states;
    private final Settings settings;
    private final AsyncResponses answers;

    PublicationsResource(PublishedStates states, Settings settings, AsyncResponses answers) {
        this.states = Objects.requireNonNull(states, "states");
        this.settings = Objects.requireNonNull(settings, "settings");
        this.answers = Objects.requireNonNull(answers, "answers");
    }

    /**
     * The result of an operation on a publication.
     *
     * @param etag for the next request
     * @param expires seconds until it expires unless it is refreshed
     */
    record Publication(String etag, int expires) {}

    @PUT
    @Consumes(MediaType.WILDCARD)
    public void publish(
            @PathParam("uri") String uri,
            @QueryParam("event") String event,
            @QueryParam("expires") String expires,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) String type,
            InputStream body,
            @Suspended AsyncResponse response)
            throws IOException {
        Optional<Body> state = body(type, body);
        if (state.isEmpty()) {
            throw ProblemException.badRequest("a new publication needs a body");
        }
        PublishRequest request =
                new PublishRequest(presentity(uri), event(event), Optional.empty(), expires(expires), state);
        answers.when(
                published(request),
                response,
                outcome -> accepted(outcome, Response.Status.CREATED).build());
    }

    @PUT
    @Path("{etag}")
    @Consumes(MediaType.WILDCARD)
    public void change(
            @PathParam("uri") String uri,
            @PathParam("etag") String etag,
            @QueryParam("event") String event,
            @QueryParam("expires") String expires,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) String type,
            InputStream body,
            @Suspended AsyncResponse response)
            throws IOException {
        PublishRequest request = new PublishRequest(
                presentity(uri), event(event), Optional.of(entityTag(etag)), expires(expires), body(type, body));
        answers.when(
                published(request),
                response,
                outcome -> accepted(outcome, Response.Status.OK).build());
    }

    @DELETE
    @Path("{etag}")
    public void remove(
            @PathParam("uri") String uri,
            @PathParam("etag") String etag,
            @QueryParam("event") String event,
            @Suspended AsyncResponse response) {
        PublishRequest request = new PublishRequest(
                presentity(uri), event(event), Optional.of(entityTag(etag)), OptionalInt.of(0), Optional.empty());
        answers.when(published(request), response, outcome -> {
            if (outcome instanceof Rejected rejected) {
                throw ProblemException.of(rejected.rejection());
            }
            return Response.noContent().build();
        });
    }

    private CompletableFuture<PublishOutcome> published(PublishRequest request) {
        return states.publish(request).exceptionally(failure -> {
            if (UnexpectedErrors.cause(failure) instanceof UnavailableException) {
                throw ProblemException.unavailable("the publication could not be taken; try again");
            }
            throw new IllegalStateException(failure);
        });
    }

    private static Response.ResponseBuilder accepted(PublishOutcome outcome, Response.Status status) {
        if (outcome instanceof Rejected rejected) {
            throw ProblemException.of(rejected.rejection());
        }
        Accepted accepted = (Accepted) outcome;
        return Response.status(status)
                .tag(accepted.entityTag().value())
                .entity(new Publication(accepted.entityTag().value(), accepted.expires()));
    }

    private Aor presentity(String uri) {
        Aor presentity = Parameters.presentity("the URI in the path", uri);
        if (!settings.sip().isOurs(presentity.domain())) {
            throw ProblemException.badRequest("the domain is not ours");
        }
        return presentity;
    }

    private EventName event(String value) {
        return Parameters.servedEventOrPresence(value, states.events());
    }

    private static EntityTag entityTag(String value) {
        try {
            return new EntityTag(value);
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest("the entity-tag in the path is none");
        }
    }

    private static OptionalInt expires(String value) {
        if (value == null || value.isBlank()) {
            return OptionalInt.empty();
        }
        if (!value.matches("\\d{1,9}")) {
            throw ProblemException.badRequest("expires is no number of seconds");
        }
        return OptionalInt.of(Integer.parseInt(value));
    }

    /** Reads at most one byte more than the largest permitted body. */
    private Optional<Body> body(String type, InputStream body) throws IOException {
        int most = settings.publication().maxBody();
        byte[] bytes = body.readNBytes(most + 1);
        if (bytes.length > most) {
            throw ProblemException.tooLarge("the body is larger than " + most + " bytes");
        }
        if (bytes.length == 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(Body.of(org.sippresence.model.MediaType.parse(type == null ? "" : type), bytes));
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest("Content-Type names no media type");
        }
    }
}
