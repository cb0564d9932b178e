package org.sippresence.rest;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.SecurityContext;
import org.sippresence.access.Operation;
import org.sippresence.maintenance.Administration;
import org.sippresence.maintenance.PresentityReports.PresentityReport;
import org.sippresence.model.Aor;
import org.sippresence.model.EventName;
import org.sippresence.settings.Pdomains;

/** The presentities and their state. */
@Path("/api/v1/presentities")
@Produces(MediaType.APPLICATION_JSON)
public final class PresentitiesResource {

    private static final int PAGE = 100;
    private static final int LONGEST_PAGE = 1000;

    private final Administration administration;
    private final AsyncResponses responses;
    private final Pdomains pdomains;

    @Context
    private SecurityContext security;

    PresentitiesResource(Administration administration, AsyncResponses responses, Pdomains pdomains) {
        this.administration = administration;
        this.responses = responses;
        this.pdomains = pdomains;
    }

    /**
     * One page of a list.
     *
     * @param next the value of {@code after} for the next page; absent on the last
     */
    record Page(List<String> presentities, String next) {}

    /** Lists presentities in the order of their URIs: those of the token's domain, if it has one. */
    @GET
    @Requires(Operation.READ_PRESENTITIES)
    public Page list(
            @QueryParam("q") @DefaultValue("") String contains,
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") String limit) {
        int max = Parameters.limit(limit, PAGE, LONGEST_PAGE);
        Optional<String> domain = Access.of(security).domain();
        List<String> uris = administration.presentities().list(contains, after, max, domain).stream()
                .map(Aor::uri)
                .toList();
        return new Page(uris, uris.size() < max ? null : uris.get(max - 1));
    }

    record Online(boolean online) {}

    /** SER's function target_online: whether any tuple of a presentity is open. An unknown presentity is offline. */
    @GET
    @Path("{uri: .+}/online")
    @Requires(Operation.READ_PRESENTITIES)
    public CompletionStage<Online> online(@PathParam("uri") String uri) {
        return responses.when(
                administration
                        .presentities()
                        .report(Access.of(security).require(Parameters.path(uri)), EventName.PRESENCE),
                found -> new Online(found.map(PresentityReport::online).orElse(false)));
    }

    /** The publications of a presentity and the document that watchers see. */
    @GET
    @Path("{uri: .+}")
    @Requires(Operation.READ_PRESENTITIES)
    public CompletionStage<PresentityRepresentation> presentity(
            @PathParam("uri") String uri, @QueryParam("event") String event) {
        Aor presentity = Access.of(security).require(Parameters.path(uri));
        EventName name = Parameters.servedEventOrPresence(event, administration.composedEvents());
        return responses.when(
                administration.presentities().report(presentity, name),
                found -> found.map(report -> PresentityRepresentation.from(report, name, pdomains))
                        .orElseThrow(() -> ProblemException.notFound("nothing is stored about " + presentity)));
    }
}
