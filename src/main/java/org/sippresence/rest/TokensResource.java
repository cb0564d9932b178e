package org.sippresence.rest;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.SecurityContext;
import org.sippresence.access.AccessToken;
import org.sippresence.access.AccessTokens;
import org.sippresence.access.AccessTokens.Created;
import org.sippresence.access.Operation;
import org.sippresence.access.Role;
import org.sippresence.model.Aor;
import org.sippresence.rest.AuditFilter.Targeted;
import org.sippresence.settings.SipSettings;

/** The access tokens of administrators. The administrator of a domain sees, creates and revokes those of its domain only. */
@Path("/api/v1/tokens")
@Produces(MediaType.APPLICATION_JSON)
public final class TokensResource {

    private static final int LONGEST_LIFETIME = 315_360_000; // ten years

    private final AccessTokens tokens;
    private final SipSettings sip;
    private final Clock clock;

    @Context
    private SecurityContext security;

    TokensResource(AccessTokens tokens, SipSettings sip, Clock clock) {
        this.tokens = Objects.requireNonNull(tokens, "tokens");
        this.sip = Objects.requireNonNull(sip, "sip");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * A token. Absent members are null.
     *
     * @param token the secret, only in the response to its creation
     * @param lastUsed rounded down to the hour
     */
    record TokenRepresentation(
            String id,
            String token,
            String role,
            String domain,
            String description,
            String created,
            String expires,
            String lastUsed) {

        static TokenRepresentation from(AccessToken token) {
            return of(token, null);
        }

        static TokenRepresentation from(Created created) {
            return of(created.token(), created.secret());
        }

        private static TokenRepresentation of(AccessToken token, String secret) {
            return new TokenRepresentation(
                    token.id(),
                    secret,
                    token.role().label(),
                    token.domain().orElse(null),
                    token.description().isEmpty() ? null : token.description(),
                    token.created().toString(),
                    token.expires().map(Instant::toString).orElse(null),
                    token.lastUsed().map(Instant::toString).orElse(null));
        }

        /** Omits the secret. */
        @Override
        public String toString() {
            return "TokenRepresentation[" + id + ']';
        }
    }

    record TokenList(List<TokenRepresentation> tokens) {}

    /**
     * The body of a request for a token. Absent members are null.
     *
     * @param domain null for the whole server
     * @param expires seconds until it expires; null for never
     */
    record TokenRequest(String role, String domain, String description, Integer expires) implements Targeted {

        /** What the token permits. */
        @Override
        public String target() {
            return domain == null ? role : role + " of " + domain;
        }
    }

    /** Lists the tokens, except the first one. */
    @GET
    @Requires(Operation.MANAGE_TOKENS)
    public TokenList list() {
        Access access = Access.of(security);
        return new TokenList(tokens.list().stream()
                .filter(token -> access.allows(token.target()))
                .map(TokenRepresentation::from)
                .toList());
    }

    /** Creates a token. Its secret is in the response and is not shown again. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(Operation.MANAGE_TOKENS)
    public Response create(TokenRequest body) {
        AccessTokens.Request request = request(Parameters.present(body));
        Access.of(security).require(request.target());
        TokenRepresentation created = tokens.create(request)
                .map(TokenRepresentation::from)
                .orElseThrow(() -> ProblemException.conflict(
                        "there are " + AccessTokens.MAX_TOKENS + " tokens; revoke one that is not used"));
        return Response.created(URI.create("/api/v1/tokens/" + created.id()))
                .entity(created)
                .build();
    }

    /** Revokes a token: it is refused from now on. */
    @DELETE
    @Path("{id}")
    @Requires(Operation.MANAGE_TOKENS)
    public void revoke(@PathParam("id") String id) {
        Access access = Access.of(security);
        boolean visible =
                tokens.find(id).filter(token -> access.allows(token.target())).isPresent();
        if (!visible || !tokens.revoke(id)) {
            throw ProblemException.notFound("there is no token " + id);
        }
    }

    private AccessTokens.Request request(TokenRequest body) {
        Role role = Role.of(body.role())
                .orElseThrow(() -> ProblemException.badRequest("role is none of read, write and admin"));
        String description =
                body.description() == null ? "" : body.description().strip();
        try {
            return new AccessTokens.Request(role, domain(body.domain()), description, expiry(body.expires()));
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest(e.getMessage());
        }
    }

    private Optional<String> domain(String name) {
        if (name == null) {
            return Optional.empty();
        }
        Aor domain = Parameters.presentity("domain", "sip:" + name);
        String written = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        if (!domain.user().isEmpty() || !written.equalsIgnoreCase(domain.domain())) {
            throw ProblemException.badRequest("domain is no name of a domain");
        }
        return Optional.of(Parameters.ours(domain, sip).domain());
    }

    private Optional<Instant> expiry(Integer seconds) {
        if (seconds == null) {
            return Optional.empty();
        }
        if (seconds < 1 || seconds > LONGEST_LIFETIME) {
            throw ProblemException.badRequest("expires is no number of seconds from 1 to " + LONGEST_LIFETIME);
        }
        return Optional.of(clock.instant().truncatedTo(ChronoUnit.SECONDS).plusSeconds(seconds));
    }
}
