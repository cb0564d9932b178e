package org.sippresence.sip;

import gov.nist.javax.sip.message.SIPRequest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import javax.sip.address.SipURI;
import javax.sip.header.ContactHeader;
import javax.sip.header.SupportedHeader;
import org.sippresence.access.Operation;
import org.sippresence.authorization.RequestIdentity;
import org.sippresence.model.Aor;
import org.sippresence.model.Characters;
import org.sippresence.model.Flow;
import org.sippresence.model.Rejection;
import org.sippresence.registration.Binding;
import org.sippresence.registration.Binding.Claim;
import org.sippresence.registration.Binding.Outbound;
import org.sippresence.registration.BindingRequest;
import org.sippresence.registration.BindingSource;
import org.sippresence.registration.RegisterCommand;
import org.sippresence.registration.RegisterCommand.Contacts;
import org.sippresence.sip.SipServices.Configuration;
import org.sippresence.sip.message.BadRequestException;
import org.sippresence.sip.message.Flows;
import org.sippresence.sip.message.Headers;

/** Reads REGISTERs; an unreadable header is a 400 that names it. */
final class RegisterReader {

    /** The option tags that a REGISTER may require (RFC 3327, RFC 5626). */
    private static final Set<String> OPTIONS = Set.of("path", "outbound");

    private static final int MAX_PATH = 4096;
    private static final int MAX_INSTANCE = 255;
    private static final int HOUR = 3600;
    private static final String UNIT = "0(?:\\.\\d{0,3})?|1(?:\\.0{0,3})?";

    private final SIPRequest message;
    private final Configuration configuration;
    private final RequestReader reader;
    private final Flows flows;
    private final List<String> path;

    /** @param flows decide whether requests to the contacts are sent where the REGISTER came from */
    RegisterReader(SIPRequest request, Configuration configuration, Flows flows, RequestIdentity identity)
            throws BadRequestException {
        RequestChecks.check(request, OPTIONS);
        this.message = request;
        this.flows = flows;
        this.configuration = configuration;
        this.reader = new RequestReader(request, configuration, identity);
        this.path = Headers.uris(request, "Path");
    }

    /** The URIs of Path in order (RFC 3327 section 5.3). */
    List<String> path() {
        return path;
    }

    RegisterCommand command() throws BadRequestException {
        Aor aor = RequestReader.aor(
                message.getTo().getAddress().getURI().toString(), "To"); // RFC 3261 section 10.3 step 5
        if (!configuration.sip().isOurs(aor.domain()) || aor.user().isEmpty()) {
            throw RequestReader.notOurs();
        }
        checkPath();
        Contacts contacts = contacts();
        if (hasFlows(contacts) && !isPathOutbound() && hasPassedProxy()) {
            throw new BadRequestException(439, "First Hop Lacks Outbound Support");
        }
        String callId = reader.callId();
        Claim claim = new Claim(source(aor), callId, reader.cseq(), reader.userAgent());
        return new RegisterCommand(aor, contacts, reader.expires(), claim);
    }

    private void checkPath() throws BadRequestException {
        if (path.stream().mapToInt(uri -> uri.length() + 3).sum() > MAX_PATH) {
            throw new BadRequestException(400, "Path headers are too long");
        }
        if (!path.isEmpty() && !supports("path")) { // recommended by RFC 3327 section 5.3
            throw new BadRequestException(Rejection.of(420, "Bad Extension", "Unsupported", "path"));
        }
    }

    private boolean supports(String option) {
        return Headers.values(message, SupportedHeader.NAME).stream().anyMatch(option::equalsIgnoreCase);
    }

    private boolean hasPassedProxy() {
        return message.getViaHeaders().size() > 1;
    }

    private BindingSource source(Aor aor) throws BadRequestException {
        RequestIdentity identity = reader.identity(Operation.REGISTER, aor);
        return identity.aor().equals(aor) ? BindingSource.REGISTER : BindingSource.THIRD_PARTY;
    }

    /** Whether the edge proxy keeps the flows of the contacts (RFC 5626 section 6). */
    boolean isOutbound(Contacts contacts) {
        return hasFlows(contacts) && isPathOutbound();
    }

    private static boolean hasFlows(Contacts contacts) {
        return contacts instanceof Contacts.Update update
                && update.requests().stream().anyMatch(each -> each.outbound().regId() > 0);
    }

    private boolean isPathOutbound() {
        return !path.isEmpty() && (path.get(path.size() - 1).toLowerCase(Locale.ROOT) + ';').contains(";ob;");
    }

    private Contacts contacts() throws BadRequestException {
        List<BindingRequest> bindings = new ArrayList<>();
        boolean all = false;
        int count = 0;
        Iterator<?> each = message.getHeaders(ContactHeader.NAME);
        boolean supportsOutbound = supports("outbound");
        while (each.hasNext()) {
            ContactHeader contact = (ContactHeader) each.next();
            count++;
            if (contact.isWildCard()) {
                all = true;
            } else {
                bindings.add(binding(contact, supportsOutbound));
            }
        }
        if (all && (count > 1 || !reader.expires().equals(OptionalInt.of(0)))) {
            throw new BadRequestException(400, "Contact * needs Expires 0 and no other Contact");
        }
        if (all) {
            return new Contacts.RemoveAll();
        }
        return count == 0 ? new Contacts.Query() : new Contacts.Update(bindings);
    }

    private BindingRequest binding(ContactHeader contact, boolean supportsOutbound) throws BadRequestException {
        String uri = RequestReader.uri(contact);
        if (uri.length() > Binding.LONGEST_URI || !isReachable(uri)) {
            throw badContact();
        }
        String instance = instance(contact);
        int regId = supportsOutbound && !instance.isEmpty() ? regId(contact) : 0;
        String nextHop = path.isEmpty() ? reader.target(uri).nextHop() : "";
        return new BindingRequest(
                uri, q(contact), expires(contact), new Outbound(instance, regId, path, nextHop, flow(contact)));
    }

    private Flow flow(ContactHeader contact) {
        if (!(contact.getAddress().getURI() instanceof SipURI uri)) {
            return Flow.of("");
        }
        Iterator<?> all = message.getHeaders(ContactHeader.NAME);
        all.next();
        return all.hasNext() ? flows.ofOneContact(message, uri) : flows.of(message, Optional.of(uri));
    }

    private static boolean isReachable(String uri) {
        String scheme = uri.substring(0, Math.max(uri.indexOf(':'), 0)).toLowerCase(Locale.ROOT);
        if (scheme.equals("sip") || scheme.equals("sips")) {
            return Aor.tryParse(uri).filter(aor -> !aor.domain().isEmpty()).isPresent();
        }
        return scheme.matches("[a-z][a-z0-9+.-]*") && Characters.all(uri, c -> c > ' ' && c != '<' && c != '>');
    }

    private static OptionalInt q(ContactHeader contact) throws BadRequestException {
        String q = contact.getParameter("q");
        if (q == null) {
            return OptionalInt.empty();
        }
        if (!q.matches(UNIT)) {
            throw badContact();
        }
        return OptionalInt.of((int) Math.round(Double.parseDouble(q) * 1000));
    }

    /** A value that is not a number counts as one hour (RFC 3261 sections 10.2.1.1 and 20.10). */
    private static OptionalInt expires(ContactHeader contact) {
        String expires = contact.getParameter("expires");
        if (expires == null) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(
                expires.matches("\\d{1,10}") ? (int) Math.min(Long.parseLong(expires), Integer.MAX_VALUE) : HOUR);
    }

    private static String instance(ContactHeader contact) throws BadRequestException {
        String raw = contact.getParameter("+sip.instance");
        String instance = raw == null ? "" : raw.replaceAll("^\"|\"$", "");
        if (!instance.isEmpty() && (instance.length() > MAX_INSTANCE || !instance.matches("<[^<>\"\\\\\\s]+>"))) {
            throw badContact();
        }
        return instance;
    }

    private static int regId(ContactHeader contact) throws BadRequestException {
        String regId = contact.getParameter("reg-id");
        if (regId == null) {
            return 0;
        }
        if (!regId.matches("[1-9]\\d{0,8}")) {
            throw badContact();
        }
        return Integer.parseInt(regId);
    }

    private static BadRequestException badContact() {
        return new BadRequestException(400, "Bad Contact header");
    }
}
