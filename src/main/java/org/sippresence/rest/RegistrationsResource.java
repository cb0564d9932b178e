package org.sippresence.rest;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.GET;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.SecurityContext;
import org.sippresence.access.Operation;
import org.sippresence.maintenance.RegisteredContacts;
import org.sippresence.model.Aor;
import org.sippresence.registration.Binding;
import org.sippresence.registration.BindingRequest;
import org.sippresence.registration.BindingSource;
import org.sippresence.registration.RegisterOutcome;
import org.sippresence.registration.RegisterOutcome.Accepted;
import org.sippresence.registration.RegisterOutcome.Rejected;
import org.sippresence.registration.Registrations.Feed;
import org.sippresence.settings.Settings;

/** The registered contacts of an address of record. PUT sets contacts of presentities that register at another server. */
@Path("/api/v1/registrations/{aor: .+}")
@Produces(MediaType.APPLICATION_JSON)
public final class RegistrationsResource {

    private final RegisteredContacts contacts;
    private final Settings settings;
    private final AsyncResponses responses;

    @Context
    private SecurityContext security;

    RegistrationsResource(RegisteredContacts contacts, Settings settings, AsyncResponses responses) {
        this.contacts = contacts;
        this.settings = settings;
        this.responses = responses;
    }

    /** The body of PUT for the contacts of an address of record. Absent members are null. */
    record RegistrationRequest(List<Contact> contacts) {

        /**
         * One contact.
         *
         * @param q from 0 to 1
         * @param expires seconds
         */
        record Contact(String contact, Double q, Integer expires) {}
    }

    @GET
    @Requires(Operation.READ_CONTACTS)
    public CompletionStage<RegistrationRepresentation> registration(@PathParam("aor") String uri) {
        Aor aor = Access.of(security).require(Parameters.storable(Parameters.PATH, uri));
        return responses.when(contacts.of(aor), bindings -> {
            if (bindings.isEmpty()) {
                throw ProblemException.notFound("nobody has registered " + aor);
            }
            return representation(aor, bindings);
        });
    }

    /** Replaces the contacts that were set by REST. Contacts from other sources are kept. */
    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(Operation.WRITE_CONTACTS)
    public CompletionStage<RegistrationRepresentation> replace(
            @PathParam("aor") String uri, RegistrationRequest request) {
        Aor aor =
                Parameters.ours(Access.of(security).require(Parameters.storable(Parameters.PATH, uri)), settings.sip());
        if (request == null || request.contacts() == null) {
            throw ProblemException.badRequest("contacts is missing");
        }
        List<BindingRequest> bindings =
                request.contacts().stream().map(RegistrationsResource::binding).toList();
        Feed feed = new Feed(aor, Binding.Claim.of(BindingSource.REST), bindings);
        return responses.when(contacts.replace(feed), outcome -> representation(aor, accepted(outcome)));
    }

    /** Removes the contacts of one source: REST, unless another is named. */
    @DELETE
    @Requires(Operation.WRITE_CONTACTS)
    public CompletionStage<Response> remove(
            @PathParam("aor") String uri, @QueryParam("source") @DefaultValue("rest") String label) {
        Aor aor = Access.of(security).require(Parameters.storable(Parameters.PATH, uri));
        BindingSource source = BindingSource.of(label)
                .orElseThrow(
                        () -> ProblemException.badRequest("source is none of register, third-party, rest and reg"));
        return responses.noContent(
                contacts.remove(aor, source).thenApply(removed -> removed > 0),
                () -> ProblemException.notFound("no contact of " + aor + " was there by this source"));
    }

    private RegistrationRepresentation representation(Aor aor, List<Binding> bindings) {
        return RegistrationRepresentation.from(
                aor, settings.registration().pdomains().of(aor.domain()), bindings);
    }

    private static List<Binding> accepted(RegisterOutcome outcome) {
        if (outcome instanceof Rejected rejected) {
            throw ProblemException.badRequest(rejected.rejection().reason());
        }
        return ((Accepted) outcome).bindings();
    }

    private static BindingRequest binding(RegistrationRequest.Contact contact) {
        if (contact == null || contact.contact() == null || !isUri(contact.contact())) {
            throw ProblemException.badRequest(
                    "contact must be a URI of at most " + Binding.LONGEST_URI + " characters");
        }
        if (contact.q() != null && !(contact.q() >= 0 && contact.q() <= 1)) {
            throw ProblemException.badRequest("q must be a number from 0 to 1");
        }
        if (contact.expires() != null && contact.expires() < 1) {
            throw ProblemException.badRequest("expires must be a number of seconds from 1 on");
        }
        return new BindingRequest(
                contact.contact(),
                contact.q() == null ? OptionalInt.empty() : OptionalInt.of((int) Math.round(contact.q() * 1000)),
                contact.expires() == null ? OptionalInt.empty() : OptionalInt.of(contact.expires()),
                Binding.Outbound.DIRECT);
    }

    private static boolean isUri(String text) {
        try {
            URI uri = new URI(text);
            boolean sip = "sip".equalsIgnoreCase(uri.getScheme()) || "sips".equalsIgnoreCase(uri.getScheme());
            return text.length() <= Binding.LONGEST_URI
                    && uri.isAbsolute()
                    && (!sip || !Aor.parse(text).uri().isEmpty());
        } catch (URISyntaxException | IllegalArgumentException e) {
            return false;
        }
    }
}
