package org.sippresence.xcap;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.container.ContainerRequestContext;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.Request;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.UriInfo;
import org.sippresence.access.AccessPolicy;
import org.sippresence.access.Caller;
import org.sippresence.access.Operation;
import org.sippresence.audit.RefusedAuthentication.Reason;
import org.sippresence.model.Body;
import org.sippresence.model.EntityTag;
import org.sippresence.model.MediaType;
import org.sippresence.presentity.DocumentKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All XCAP resources over HTTP. The container's thread waits for the outcome, at most ten seconds, since a commit takes
 * milliseconds.
 */
@Path("{resource: .*}")
public final class XcapResource {

    private static final Logger LOG = LoggerFactory.getLogger(XcapResource.class);
    private static final int UNAUTHORIZED = 401;

    /** RFC 6585 section 4. */
    private static final int TOO_MANY_REQUESTS = 429;

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** A change of one resource changes others, so caches must revalidate (RFC 4825 section 9). */
    private static final String PRIVATE = "no-cache, private";

    private static final String INTENDED_IDENTITY = "X-3GPP-Intended-Identity";
    private static final MediaType UNKNOWN = new MediaType("application", "octet-stream");

    private final XcapServer server;

    @Context
    private UriInfo uri;

    @Context
    private HttpHeaders headers;

    @Context
    private Request request;

    XcapResource(XcapServer server) {
        this.server = server;
    }

    @GET
    public Response get(@Context ContainerRequestContext context) throws Exception {
        return serve(context, target -> server.documents().get(target, conditions()));
    }

    /** Handles PUT. Reads at most one byte more than the maximum size of a document. */
    @PUT
    public Response put(@Context ContainerRequestContext context, InputStream body) throws Exception {
        return serve(
                context,
                target -> server.documents()
                        .put(target, conditions(), Body.of(contentType(), body.readNBytes(server.maxDocument() + 1))));
    }

    @DELETE
    public Response delete(@Context ContainerRequestContext context) throws Exception {
        return serve(context, target -> server.documents().remove(target, conditions()));
    }

    /** The operation for an authorized client. */
    private interface Service {
        CompletableFuture<XcapOutcome> serve(XcapTarget target) throws IOException;
    }

    private Response serve(ContainerRequestContext context, Service service)
            throws IOException, TimeoutException, InterruptedException {
        Response response;
        try {
            response = answer(new AuditedRequest(server.guard(), context, path()), service);
        } catch (IllegalArgumentException e) { // the URI is no XCAP URI
            response = refusal(400, e.getMessage()).build();
        }
        LOG.debug("method={} path={} status={}", request.getMethod(), path(), response.getStatus());
        return response;
    }

    private Response answer(AuditedRequest audited, Service service)
            throws IOException, TimeoutException, InterruptedException {
        XcapAuthenticator.Answer answer = server.callers()
                .identify(new XcapAuthenticator.Request(
                        request.getMethod(),
                        uri.getRequestUri().getRawPath() + (query().isEmpty() ? "" : '?' + query()),
                        Optional.ofNullable(headers.getHeaderString(HttpHeaders.AUTHORIZATION)),
                        server.targets().owner(path()),
                        hints(),
                        audited.admitsCredentials()));
        if (answer instanceof XcapAuthenticator.Answer.Known known) {
            return audited.isAdministrative(known.caller())
                    ? recorded(known.caller(), service, audited)
                    : authorized(known.caller(), service);
        }
        return unauthenticated(answer, audited).build();
    }

    private static Response.ResponseBuilder unauthenticated(XcapAuthenticator.Answer answer, AuditedRequest audited) {
        if (answer instanceof XcapAuthenticator.Answer.Unknown unknown) {
            unknown.failure().ifPresent(reason -> audited.refused(reason, UNAUTHORIZED));
            Response.ResponseBuilder refusal = refusal(UNAUTHORIZED, "authentication is required");
            unknown.challenges().forEach(challenge -> refusal.header(HttpHeaders.WWW_AUTHENTICATE, challenge));
            return refusal;
        }
        audited.refused(Reason.TOO_MANY_FAILURES, TOO_MANY_REQUESTS);
        return refusal(TOO_MANY_REQUESTS, "too many failed authentications")
                .header(HttpHeaders.RETRY_AFTER, audited.retryAfter());
    }

    /** Serves the request of an administrator, and records it, also if its outcome is not known. */
    private Response recorded(Caller caller, Service service, AuditedRequest audited)
            throws IOException, TimeoutException, InterruptedException {
        if (!audited.canBeRecorded()) {
            return refusal(503, "the audit log cannot be written, so nothing may be changed")
                    .build();
        }
        int status = 500;
        try {
            Response response = authorized(caller, service);
            status = response.getStatus();
            return response;
        } finally {
            audited.record(caller, status);
        }
    }

    private Response authorized(Caller caller, Service service)
            throws IOException, TimeoutException, InterruptedException {
        Optional<XcapTarget> target = server.targets().read(path(), query());
        if (target.isEmpty()) {
            return refusal(404, "there is no such resource").build();
        }
        if (AccessPolicy.allows(
                caller, operation(target.get().key()), target.get().key().owner())) {
            return response(await(service.serve(target.get())));
        }
        Response.ResponseBuilder refusal = refusal(403, "the client has no access to these documents");
        if (caller instanceof Caller.TokenHolder) {
            refusal.header(HttpHeaders.WWW_AUTHENTICATE, TokenAuthenticator.INSUFFICIENT);
        }
        return refusal.build();
    }

    private Operation operation(DocumentKey key) {
        boolean reads = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        if (key.isGlobal()) {
            return reads ? Operation.READ_GLOBAL_DOCUMENTS : Operation.WRITE_GLOBAL_DOCUMENTS;
        }
        return reads ? Operation.READ_DOCUMENTS : Operation.WRITE_DOCUMENTS;
    }

    /** Returns the domain of the identity that the client sent (3GPP TS 24.623), and the requested host. */
    private List<String> hints() {
        Stream<String> identity = Optional.ofNullable(headers.getHeaderString(INTENDED_IDENTITY)).stream()
                .map(XcapResource::host);
        Stream<String> host = Optional.ofNullable(uri.getRequestUri().getHost()).stream();
        return Stream.concat(identity, host)
                .map(name -> name.toLowerCase(Locale.ROOT))
                .filter(name -> name.matches("[a-z0-9.:\\[\\]-]{1,255}"))
                .toList();
    }

    /** The host of an identity, which may be quoted. Takes time in proportion to its length: the client has not authenticated. */
    static String host(String identity) {
        String host = identity.substring(identity.lastIndexOf('@') + 1).strip();
        return host.endsWith("\"") ? host.substring(0, host.length() - 1) : host;
    }

    private static XcapOutcome await(CompletableFuture<XcapOutcome> outcome)
            throws TimeoutException, InterruptedException {
        try {
            return outcome.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("an XCAP operation failed", e.getCause());
        }
    }

    /** Returns the path below the root as received. */
    private String path() {
        String all = uri.getRequestUri().getRawPath();
        String base = uri.getBaseUri().getRawPath();
        return all.startsWith(base) ? all.substring(base.length()) : "";
    }

    private String query() {
        return Optional.ofNullable(uri.getRequestUri().getRawQuery()).orElse("");
    }

    private Preconditions conditions() {
        return Preconditions.of(
                headers.getHeaderString(HttpHeaders.IF_MATCH), headers.getHeaderString(HttpHeaders.IF_NONE_MATCH));
    }

    private MediaType contentType() {
        try {
            return MediaType.parse(Optional.ofNullable(headers.getHeaderString(HttpHeaders.CONTENT_TYPE))
                    .orElse(""));
        } catch (IllegalArgumentException e) {
            return UNKNOWN;
        }
    }

    private static Response response(XcapOutcome outcome) {
        Response.ResponseBuilder response;
        if (outcome instanceof XcapOutcome.Found found) {
            response = tagged(200, found.entityTag())
                    .type(found.body().type().toString())
                    .lastModified(Date.from(found.modified()))
                    .entity(found.body().bytes());
        } else if (outcome instanceof XcapOutcome.NotModified same) {
            response = tagged(304, same.entityTag());
        } else if (outcome instanceof XcapOutcome.Saved saved) {
            response = tagged(saved.created() ? 201 : 200, saved.entityTag());
        } else if (outcome instanceof XcapOutcome.Conflicting conflicting) {
            Body body = conflicting.conflict().body();
            response = Response.status(409).type(body.type().toString()).entity(body.bytes());
        } else if (outcome instanceof XcapOutcome.Refused refused) {
            response = refusal(refused.status(), refused.reason());
        } else {
            response = Response.ok();
        }
        return response.header(HttpHeaders.CACHE_CONTROL, PRIVATE).build();
    }

    private static Response.ResponseBuilder tagged(int status, EntityTag tag) {
        return Response.status(status).tag(tag.value());
    }

    private static Response.ResponseBuilder refusal(int status, String reason) {
        Response.ResponseBuilder response =
                Response.status(status).type("text/plain;charset=utf-8").entity(reason + '\n');
        if (status == 405) {
            response.header(HttpHeaders.ALLOW, "GET, HEAD, OPTIONS");
        } else if (status == 503) {
            response.header(HttpHeaders.RETRY_AFTER, "5");
        }
        return response;
    }
}
