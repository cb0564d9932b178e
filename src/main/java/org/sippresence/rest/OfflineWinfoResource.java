package org.sippresence.rest;

import java.util.List;
import java.util.function.Supplier;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.container.AsyncResponse;
import javax.ws.rs.container.Suspended;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.sippresence.model.Aor;
import org.sippresence.model.EventName;
import org.sippresence.offline.OfflineWinfo;
import org.sippresence.settings.SipSettings;
import org.sippresence.subscription.OfflineWatcher;

/** Offline watchers, with SER's functions store_winfo and dump_stored_winfo. */
@Path("/api/v1/offlineWinfo")
@Produces(MediaType.APPLICATION_JSON)
public final class OfflineWinfoResource {

    private static final int LONGEST_ADDRESS = 255;

    private final OfflineWinfo offline;
    private final Supplier<List<EventName>> events;
    private final SipSettings sip;
    private final AsyncResponses answers;

    /**
     * Creates the resource.
     *
     * @param events event packages with watcher information
     */
    OfflineWinfoResource(
            OfflineWinfo offline, Supplier<List<EventName>> events, SipSettings sip, AsyncResponses answers) {
        this.offline = offline;
        this.events = events;
        this.sip = sip;
        this.answers = answers;
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
    record StoreRequest(String uid, String watcher, String event) {}

    /**
     * The body of dump_stored_winfo.
     *
     * @param event null for presence
     */
    record DumpRequest(String uid, String event) {}

    /** Lists the stored watchers of a presentity, the oldest first. */
    @GET
    public void stored(@QueryParam("uid") String uid, @Suspended AsyncResponse response) {
        answers.when(
                offline.stored(address("uid", uid)),
                response,
                watchers -> new Rows(watchers.stream().map(Row::from).toList()));
    }

    /** Stores a watcher, whether the presentity is online or not. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public void store(StoreRequest request, @Suspended AsyncResponse response) {
        if (request == null) {
            throw ProblemException.badRequest("the body is missing");
        }
        requireUse();
        Aor presentity = address("uid", request.uid());
        if (!sip.isOurs(presentity.domain())) {
            throw ProblemException.badRequest("the domain of uid is not ours");
        }
        Aor watcher = address("watcher", request.watcher());
        EventName event = Parameters.servedEventOrPresence(request.event(), events.get());
        answers.when(offline.store(presentity, watcher, event), response, stored -> {
            if (!stored) {
                throw ProblemException.unavailable("so many are stored that there is no room for another watcher");
            }
            return Response.noContent().build();
        });
    }

    /** Notifies the presentity's subscriptions to watcher information of the stored watchers. */
    @POST
    @Path("dump")
    @Consumes(MediaType.APPLICATION_JSON)
    public void dump(DumpRequest request, @Suspended AsyncResponse response) {
        if (request == null) {
            throw ProblemException.badRequest("the body is missing");
        }
        requireUse();
        EventName event = Parameters.servedEventOrPresence(request.event(), events.get());
        answers.when(offline.dump(address("uid", request.uid()), event), response, dump -> dump);
    }

    private void requireUse() {
        if (!offline.isUsed()) {
            throw ProblemException.conflict("offline watcher information is switched off: use_offline_winfo=0");
        }
    }

    /** Parses a URI, or {@code alice@example.org}. */
    private static Aor address(String parameter, String value) {
        boolean bare = value != null && value.indexOf('@') > 0 && value.indexOf(':') < 0;
        Aor aor = Parameters.presentity(parameter, bare ? "sip:" + value.strip() : value);
        if (aor.uri().length() > LONGEST_ADDRESS) {
            throw ProblemException.badRequest(parameter + " is too long");
        }
        return aor;
    }
}
