package org.sippresence.rest;

import java.util.List;
import java.util.concurrent.CompletionStage;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.SecurityContext;
import org.sippresence.access.Operation;
import org.sippresence.maintenance.Administration;
import org.sippresence.model.Aor;
import org.sippresence.model.EventName;
import org.sippresence.offline.OfflineWinfo;
import org.sippresence.rest.AuditFilter.Targeted;
import org.sippresence.settings.SipSettings;
import org.sippresence.subscription.OfflineWatcher;

/** Offline watchers, with SER's functions store_winfo and dump_stored_winfo. */
@Path("/api/v1/offlineWinfo")
@Produces(MediaType.APPLICATION_JSON)
public final class OfflineWinfoResource {

    private final OfflineWinfo offline;
    private final Administration administration;
    private final SipSettings sip;
    private final AsyncResponses responses;

    @Context
    private SecurityContext security;

    OfflineWinfoResource(
            OfflineWinfo offline, Administration administration, SipSettings sip, AsyncResponses responses) {
        this.offline = offline;
        this.administration = administration;
        this.sip = sip;
        this.responses = responses;
    }

    /** One stored offline watcher. */
    record Row(
            String uid,
            String watcher,
            String events,
            String domain,
            String status,
            String createdOn,
            String expiresOn) {

        static Row from(OfflineWatcher watcher) {
            return new Row(
                    watcher.presentity().uri(),
                    watcher.watcher().uri(),
                    watcher.event().value(),
                    watcher.pdomain(),
                    "pending",
                    watcher.since().toString(),
                    watcher.until().toString());
        }
    }

    record Rows(List<Row> watchers) {}

    /**
     * The body of store_winfo.
     *
     * @param event null for presence
     */
    record StoreRequest(String uid, String watcher, String event) implements Targeted {

        @Override
        public String target() {
            return uid;
        }
    }

    /**
     * The body of dump_stored_winfo.
     *
     * @param event null for presence
     */
    record DumpRequest(String uid, String event) implements Targeted {

        @Override
        public String target() {
            return uid;
        }
    }

    /** Lists the stored watchers of a presentity, the oldest first. */
    @GET
    @Requires(Operation.READ_WATCHERS)
    public CompletionStage<Rows> stored(@QueryParam("uid") String uid) {
        return responses.when(
                offline.stored(Access.of(security).require(address("uid", uid))),
                watchers -> new Rows(watchers.stream().map(Row::from).toList()));
    }

    /** Stores a watcher, whether the presentity is online or not. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(Operation.WRITE_WATCHERS)
    public CompletionStage<Response> store(StoreRequest body) {
        StoreRequest request = Parameters.present(body);
        requireUse();
        Aor presentity = Parameters.ours(Access.of(security).require(address("uid", request.uid())), sip);
        Aor watcher = address("watcher", request.watcher());
        EventName event = Parameters.servedEventOrPresence(request.event(), administration.events());
        return responses.noContent(
                offline.store(presentity, watcher, event),
                () -> ProblemException.unavailable("so many are stored that there is no room for another watcher"));
    }

    /** Notifies the presentity's subscriptions to watcher information of the stored watchers. */
    @POST
    @Path("dump")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(Operation.WRITE_WATCHERS)
    public CompletionStage<OfflineWinfo.Dump> dump(DumpRequest body) {
        DumpRequest request = Parameters.present(body);
        requireUse();
        Aor presentity = Access.of(security).require(address("uid", request.uid()));
        EventName event = Parameters.servedEventOrPresence(request.event(), administration.events());
        return responses.when(offline.dump(presentity, event), dump -> dump);
    }

    private void requireUse() {
        if (!offline.isUsed()) {
            throw ProblemException.conflict("offline watcher information is switched off: use_offline_winfo=0");
        }
    }

    /** Parses a URI, or {@code alice@example.org}. */
    private static Aor address(String parameter, String value) {
        boolean bare = value != null && value.indexOf('@') > 0 && value.indexOf(':') < 0;
        return Parameters.storable(parameter, bare ? "sip:" + value.strip() : value);
    }
}
