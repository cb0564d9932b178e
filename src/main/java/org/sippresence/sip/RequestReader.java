package org.sippresence.sip;

import gov.nist.javax.sip.address.AddressImpl;
import gov.nist.javax.sip.header.Event;
import gov.nist.javax.sip.message.SIPRequest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import javax.sip.header.ContactHeader;
import javax.sip.header.EventHeader;
import javax.sip.header.ExpiresHeader;
import javax.sip.header.Header;
import org.sippresence.access.Operation;
import org.sippresence.authorization.RequestIdentity;
import org.sippresence.eventpackage.EventPackage;
import org.sippresence.eventpackage.EventPackages;
import org.sippresence.model.Aor;
import org.sippresence.model.Body;
import org.sippresence.model.Characters;
import org.sippresence.model.EntityTag;
import org.sippresence.model.EventId;
import org.sippresence.model.EventName;
import org.sippresence.model.MediaType;
import org.sippresence.model.Rejection;
import org.sippresence.model.RemoteTarget;
import org.sippresence.sip.SipServices.Configuration;
import org.sippresence.sip.message.BadRequestException;
import org.sippresence.sip.message.Headers;
import org.sippresence.subscription.Accept;

/** Reads requests; an unreadable header is a 400 that names it. */
final class RequestReader {

    /** Characters of a stored URI or tag. */
    static final int MAX_URI = 255;

    private static final int MAX_CALL_ID = 1024;
    private static final int MAX_USER_AGENT = 255;
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9.!%*_+`'~-]{1,64}");

    private final SIPRequest request;
    private final Configuration configuration;
    private final RequestIdentity identity;

    RequestReader(SIPRequest request, Configuration configuration, RequestIdentity identity) {
        this.request = request;
        this.configuration = configuration;
        this.identity = identity;
    }

    /** Whether the request names a dialog. */
    boolean isWithinDialog() {
        return request.getToTag() != null;
    }

    /**
     * The address that the Request-URI names; this server must be responsible for it. If a client publishes for itself, it is
     * the canonical text of its identity and not parsed again.
     */
    Aor presentity() throws BadRequestException {
        String uri = request.getRequestURI().toString();
        Aor aor = uri.equals(identity.aor().uri()) ? identity.aor() : aor(uri, "Request-URI");
        if (!configuration.sip().isOurs(aor.domain())) {
            throw notOurs();
        }
        return aor;
    }

    static BadRequestException notOurs() {
        return new BadRequestException(404, "Not our domain");
    }

    /** The address of the From header. */
    static Aor from(SIPRequest request) throws BadRequestException {
        return aor(request.getFrom().getAddress().getURI().toString(), "From");
    }

    /** The identity of the request, which {@link SipAuthentication} has established. */
    RequestIdentity identity() {
        return identity;
    }

    /** As {@link #identity()}, which must be allowed to do the operation to the user: otherwise 403. */
    RequestIdentity identity(Operation operation, Aor user) throws BadRequestException {
        RequestIdentity identity = identity();
        if (!identity.may(operation, user)) {
            throw new BadRequestException(403, "Only a trusted peer acts for other users");
        }
        return identity;
    }

    private boolean isFromTrustedPeer() {
        return configuration.trustDomain().isSourceOf(request);
    }

    /**
     * Returns a Contact with the alias address that a trusted edge proxy adds. An unusable alias is rejected, but ignored within
     * a dialog, where it does not matter if the dialog has routes.
     */
    RemoteTarget target(String contact) throws BadRequestException {
        if (!isFromTrustedPeer()) {
            return RemoteTarget.at(contact);
        }
        try {
            return RemoteTarget.atAlias(contact);
        } catch (IllegalArgumentException e) {
            if (isWithinDialog()) {
                return RemoteTarget.at(contact);
            }
            throw new BadRequestException(400, e.getMessage());
        }
    }

    static Aor aor(String uri, String what) throws BadRequestException {
        try {
            Aor aor = Aor.parse(uri);
            if (aor.uri().length() <= MAX_URI) {
                return aor;
            }
            throw new BadRequestException(414, what + " is too long");
        } catch (IllegalArgumentException e) {
            throw new BadRequestException(what.equals("Request-URI") ? 416 : 400, "Bad " + what);
        }
    }

    /** The Event header; it must name a package that satisfies a condition. */
    EventId event(EventPackages packages, Predicate<EventPackage> condition) throws BadRequestException {
        if (request.getHeader(EventHeader.NAME) instanceof Event event) {
            String id = event.getEventId();
            EventId named;
            try {
                named = new EventId(new EventName(event.getEventType().strip()), id == null ? "" : id);
            } catch (IllegalArgumentException e) {
                throw new BadRequestException(400, "Bad Event header");
            }
            if (packages.find(named.name()).filter(condition).isPresent()) {
                return named;
            }
        }
        throw new BadRequestException(Rejection.of(489, "Bad Event", "Allow-Events", packages.allowEvents()));
    }

    /** Those of the given parameters of the Event header that are present and are tokens of at most 64 characters. */
    Map<String, String> eventParameters(List<String> names) {
        if (names.isEmpty() || !(request.getHeader(EventHeader.NAME) instanceof Event event)) {
            return Map.of();
        }
        Map<String, String> found = new HashMap<>();
        for (String each : names) {
            String value = event.getParameter(each);
            if (value != null && TOKEN.matcher(value).matches()) {
                found.put(each, value);
            }
        }
        return found;
    }

    Optional<EntityTag> ifMatch() throws BadRequestException {
        List<String> values = Headers.values(request, "SIP-If-Match");
        if (values.size() > 1) {
            throw new BadRequestException(400, "More than one SIP-If-Match header");
        }
        try {
            return values.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new EntityTag(values.get(0).strip()));
        } catch (IllegalArgumentException e) {
            throw new BadRequestException(412, "Conditional Request Failed"); // never an entity-tag of this server
        }
    }

    OptionalInt expires() throws BadRequestException {
        ExpiresHeader expires = request.getExpires();
        if (expires == null) {
            return RequestChecks.hasLargeExpires(request) ? OptionalInt.of(Integer.MAX_VALUE) : OptionalInt.empty();
        }
        if (expires.getExpires() < 0) {
            throw new BadRequestException(400, "Bad Expires header");
        }
        return OptionalInt.of(expires.getExpires());
    }

    /** The media ranges of Accept (RFC 3261 section 20.1). */
    Accept accept() throws BadRequestException {
        List<String> lines = Headers.values(request, "Accept");
        if (lines.isEmpty()) {
            return Accept.ABSENT;
        }
        List<Accept.Range> ranges = new ArrayList<>();
        for (String line : lines) {
            for (String each : line.split(",", -1)) {
                if (!each.isBlank()) {
                    ranges.add(range(each));
                }
            }
        }
        return new Accept(true, ranges);
    }

    private static Accept.Range range(String text) throws BadRequestException {
        String quality = "1";
        for (String parameter : text.split(";", -1)) {
            String[] sides = parameter.split("=", 2);
            if (sides.length == 2 && sides[0].strip().equalsIgnoreCase("q")) {
                quality = sides[1].strip();
            }
        }
        try {
            int thousandths = new BigDecimal(quality).movePointRight(3).intValue();
            return new Accept.Range(MediaType.parse(text), thousandths);
        } catch (IllegalArgumentException e) { // includes NumberFormatException
            throw new BadRequestException(400, "Bad Accept header");
        }
    }

    /** The URI of the first Contact. */
    Optional<String> contact() throws BadRequestException {
        ContactHeader contact = request.getContactHeader();
        if (contact == null) {
            return Optional.empty();
        }
        if (contact.isWildCard()) {
            throw new BadRequestException(400, "Bad Contact header");
        }
        return Optional.of(uri(contact));
    }

    /** The URI of a Contact; one with headers must be enclosed in angle brackets (RFC 3261 section 20.10). */
    static String uri(ContactHeader contact) throws BadRequestException {
        URI uri = contact.getAddress().getURI();
        boolean isBare = contact.getAddress() instanceof AddressImpl address
                && address.getAddressType() == AddressImpl.ADDRESS_SPEC;
        if (isBare && uri instanceof SipURI sip && sip.getHeaderNames().hasNext()) {
            throw new BadRequestException(400, "Bad Contact header");
        }
        return uri.toString();
    }

    /**
     * The Call-ID; only characters of the grammar are allowed (RFC 3261 section 25.1), so that every database stores it
     * unchanged.
     */
    String callId() throws BadRequestException {
        String callId = request.getCallId().getCallId();
        if (callId.length() > MAX_CALL_ID) {
            throw new BadRequestException(400, "Call-ID is too long");
        }
        if (!Characters.all(callId, c -> c > ' ' && c < 127)) {
            throw new BadRequestException(400, "Bad Call-ID header");
        }
        return callId;
    }

    long cseq() {
        return request.getCSeq().getSeqNumber();
    }

    /** The text after the colon of the first header with this name; empty if there is none. */
    String header(String name) {
        Header header = request.getHeader(name);
        return header == null ? "" : Headers.value(header);
    }

    /** The User-Agent header, shortened. */
    String userAgent() {
        String userAgent = header("User-Agent");
        return userAgent.substring(0, Math.min(userAgent.length(), MAX_USER_AGENT));
    }

    /** Whether the request has a body. */
    boolean hasBody() {
        byte[] content = request.getRawContent();
        return content != null && content.length > 0;
    }

    /**
     * The body, decoded.
     *
     * @param types the media types that the event package accepts
     */
    Body body(List<MediaType> types) throws BadRequestException {
        return new BodyDecoder(types, configuration.maxBody())
                .decode(request.getRawContent(), header("Content-Type"), header("Content-Encoding"));
    }
}
