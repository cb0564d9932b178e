package org.sippresence.rest;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.HeaderParam;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.SecurityContext;
import org.sippresence.access.Operation;
import org.sippresence.maintenance.PublishedStates;
import org.sippresence.maintenance.PublishedStates.PublishRequest;
import org.sippresence.model.Body;
import org.sippresence.model.EntityTag;
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
    private final AsyncResponses responses;

    @Context
    private SecurityContext security;

    PublicationsResource(PublishedStates states, Settings settings, AsyncResponses responses) {
        this.states = Objects.requireNonNull(states, "states");
        this.settings = Objects.requireNonNull(settings, "settings");
        this.responses = Objects.requireNonNull(responses, "responses");
    }

    /**
     * The result of an operation on a publication.
     *
     * @param etag for the next request
     * @param expires seconds until it expires unless it is refreshed
     */
    record Publication(String etag, int expires) {}

    /** The parameters in path, query and header; the absent ones are null. */
    public static final class RequestParameters {

        @PathParam("uri")
        private String uri;

        @PathParam("etag")
        private String etag;

        @QueryParam("event")
        private String event;

        @QueryParam("expires")
        private String expires;

        @HeaderParam(HttpHeaders.CONTENT_TYPE)
        private String contentType;
    }

    @PUT
    @Consumes(MediaType.WILDCARD)
    @Requires(Operation.WRITE_PUBLICATIONS)
    public CompletionStage<Response> publish(@BeanParam RequestParameters parameters, InputStream body)
            throws IOException {
        Optional<Body> state = body(parameters.contentType, body);
        if (state.isEmpty()) {
            throw ProblemException.badRequest("a new publication needs a body");
        }
        return responses.when(
                states.publish(request(parameters, Optional.empty(), expires(parameters.expires), state)),
                outcome -> response(accepted(outcome), Response.Status.CREATED));
    }

    @PUT
    @Path("{etag}")
    @Consumes(MediaType.WILDCARD)
    @Requires(Operation.WRITE_PUBLICATIONS)
    public CompletionStage<Response> change(@BeanParam RequestParameters parameters, InputStream body)
            throws IOException {
        Optional<Body> state = body(parameters.contentType, body);
        return responses.when(
                states.publish(request(
                        parameters, Optional.of(entityTag(parameters.etag)), expires(parameters.expires), state)),
                outcome -> response(accepted(outcome), Response.Status.OK));
    }

    @DELETE
    @Path("{etag}")
    @Requires(Operation.WRITE_PUBLICATIONS)
    public CompletionStage<Response> remove(@BeanParam RequestParameters parameters) {
        return responses.when(
                states.publish(request(
                        parameters, Optional.of(entityTag(parameters.etag)), OptionalInt.of(0), Optional.empty())),
                outcome -> {
                    Accepted unused = accepted(outcome);
                    return Response.noContent().build();
                });
    }

    private PublishRequest request(
            RequestParameters parameters, Optional<EntityTag> etag, OptionalInt expires, Optional<Body> state) {
        return new PublishRequest(
                Parameters.ours(Access.of(security).require(Parameters.path(parameters.uri)), settings.sip()),
                Parameters.servedEventOrPresence(parameters.event, states.events()),
                etag,
                expires,
                state);
    }

    private static Accepted accepted(PublishOutcome outcome) {
        if (outcome instanceof Rejected rejected) {
            throw ProblemException.of(rejected.rejection());
        }
        return (Accepted) outcome;
    }

    private static Response response(Accepted accepted, Response.Status status) {
        return Response.status(status)
                .tag(accepted.entityTag().value())
                .entity(new Publication(accepted.entityTag().value(), accepted.expires()))
                .build();
    }

    private static EntityTag entityTag(String value) {
        return Parameters.parse(() -> new EntityTag(value), "the entity-tag in the path is none");
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
        int max = settings.publication().maxBody();
        byte[] bytes = body.readNBytes(max + 1);
        if (bytes.length > max) {
            throw ProblemException.tooLarge("the body is larger than " + max + " bytes");
        }
        if (bytes.length == 0) {
            return Optional.empty();
        }
        return Optional.of(Parameters.parse(
                () -> Body.of(org.sippresence.model.MediaType.parse(type == null ? "" : type), bytes),
                "Content-Type names no media type"));
    }
}
