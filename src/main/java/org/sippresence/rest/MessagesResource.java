package org.sippresence.rest;

import java.util.concurrent.CompletionStage;
import javax.ws.rs.Consumes;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.SecurityContext;
import org.sippresence.access.Operation;
import org.sippresence.message.MessageDecision;
import org.sippresence.message.MessageQuery;
import org.sippresence.model.Aor;
import org.sippresence.service.MessageService;

/** SER's function authorize_message. */
@Path("/api/v1/authorizeMessage")
@Produces(MediaType.APPLICATION_JSON)
public final class MessagesResource {

    private static final int ALLOWED = 1;
    private static final int BLOCKED = -1;

    private final MessageService messages;
    private final AsyncResponses responses;

    @Context
    private SecurityContext security;

    MessagesResource(MessageService messages, AsyncResponses responses) {
        this.messages = messages;
        this.responses = responses;
    }

    /**
     * The body of the request.
     *
     * @param filename null for im-rules.xml
     */
    record Request(String from, String to, String filename) {}

    /**
     * A decision.
     *
     * @param code as SER's function returns it
     * @param document null if the recipient has none
     * @param rule null if none decided
     */
    record Decision(boolean allowed, int code, String document, String rule, String why) {

        static Decision from(MessageDecision decision) {
            return new Decision(
                    decision.allowed(),
                    decision.allowed() ? ALLOWED : BLOCKED,
                    decision.document().orElse(null),
                    decision.rule().orElse(null),
                    decision.why());
        }
    }

    /** Whether a message would be delivered; none is sent. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(Operation.EXPLAIN_DECISIONS)
    public CompletionStage<Decision> authorize(Request request) {
        return responses.when(messages.authorize(query(Parameters.present(request))), Decision::from);
    }

    private MessageQuery query(Request request) {
        Aor from = Parameters.presentity("from", request.from());
        Aor to = Access.of(security).require(Parameters.presentity("to", request.to()));
        return request.filename() == null
                ? MessageQuery.of(from, to)
                : Parameters.parse(
                        () -> new MessageQuery(from, to, request.filename()), "filename is not a document name");
    }
}
