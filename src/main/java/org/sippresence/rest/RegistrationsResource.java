package org.sippresence.rest;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.OptionalInt;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.GET;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.container.AsyncResponse;
import javax.ws.rs.container.Suspended;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
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

    private static final int LONGEST_ADDRESS = 255;

    private final RegisteredContacts contacts;
    private final Settings settings;
    private final AsyncResponses answers;

    RegistrationsResource(RegisteredContacts contacts, Settings settings, AsyncResponses answers) {
        this.contacts = contacts;
        this.settings = settings;
        this.answers = answers;
    }

    @GET
    public void registration(@PathParam("aor") String uri, @Suspended AsyncResponse response) {
        Aor aor = address(uri);
        answers.when(contacts.of(aor), response, bindings -> {
            if (bindings.isEmpty()) {
                throw ProblemException.notFound("nobody has registered " + aor);
            }
            return representation(aor, bindings);
        });
    }

    /** Replaces the contacts that were set by REST. Contacts from other sources are kept. */
    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    public void replace(@PathParam("aor") String uri, RegistrationRequest request, @Suspended AsyncResponse response) {
        Aor aor = address(uri);
        if (!settings.sip().isOurs(aor.domain())) {
            throw ProblemException.badRequest("the domain is not ours");
        }
        if (request == null || request.contacts() == null) {
            throw ProblemException.badRequest("contacts is missing");
        }
        List<BindingRequest> wishes =
                request.contacts().stream().map(RegistrationsResource::wish).toList();
        Feed feed = new Feed(aor, Binding.Claim.of(BindingSource.REST), wishes);
        answers.when(contacts.replace(feed), response, outcome -> representation(aor, accepted(outcome)));
    }

    /** Removes the contacts of one source: REST, unless another is named. */
    @DELETE
    public void remove(
            @PathParam("aor") String uri,
            @QueryParam("source") @DefaultValue("rest") String label,
            @Suspended AsyncResponse response) {
        Aor aor = address(uri);
        BindingSource source = BindingSource.of(label)
                .orElseThrow(
                        () -> ProblemException.badRequest("source is none of register, third-party, rest and reg"));
        answers.when(contacts.remove(aor, source), response, removed -> {
            if (removed == 0) {
                throw ProblemException.notFound("no contact of " + aor + " was there by this source");
            }
            return Response.noContent().build();
        });
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

    private static Aor address(String uri) {
        Aor aor = Parameters.presentity("the URI in the path", uri);
        if (aor.uri().length() > LONGEST_ADDRESS) {
            throw ProblemException.badRequest("the URI in the path is too long");
        }
        return aor;
    }

    private static BindingRequest wish(RegistrationRequest.Contact contact) {
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
                Binding.Flow.DIRECT);
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
