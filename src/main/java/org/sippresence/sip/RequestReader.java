package org.sippresence.sip;

import gov.nist.javax.sip.address.AddressImpl;
import gov.nist.javax.sip.header.Event;
import gov.nist.javax.sip.header.SIPHeader;
import gov.nist.javax.sip.message.SIPRequest;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import javax.sip.header.ContactHeader;
import javax.sip.header.EventHeader;
import javax.sip.header.ExpiresHeader;
import javax.sip.header.Header;
import javax.sip.header.RecordRouteHeader;
import org.sippresence.authorization.RequestIdentity;
import org.sippresence.model.Aor;
import org.sippresence.model.Characters;
import org.sippresence.model.EntityTag;
import org.sippresence.model.EventId;
import org.sippresence.model.EventName;
import org.sippresence.model.MediaType;
import org.sippresence.model.Rejection;
import org.sippresence.model.RemoteTarget;
import org.sippresence.settings.Networks;
import org.sippresence.sip.message.BadRequestException;
import org.sippresence.subscription.Accept;

/** Reads the headers of PUBLISH, SUBSCRIBE, MESSAGE and REGISTER; an unreadable one is a 400 that names the header. */
final class RequestReader {

    private static final int MAX_URI = 255;
    private static final int MAX_CALL_ID = 1024;
    private static final String LONGEST_EXPIRES = "4294967295";
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9.!%*_+`'~-]{1,64}");

    /** The URI schemes of an {@link Aor}. */
    private static final Set<String> SCHEMES = Set.of("sip", "sips", "pres", "tel");

    /** Headers that affect the decision, by method; any other header that cannot be parsed is ignored. */
    private static final Map<String, Set<String>> NEEDED = Map.of(
            "PUBLISH", Set.of("Event", "Expires", "SIP-If-Match", "Content-Type", "Content-Encoding", "Require"),
            "SUBSCRIBE",
                    Set.of(
                            "Event",
                            "Expires",
                            "Contact",
                            "Accept",
                            "Record-Route",
                            "Content-Type",
                            "Content-Encoding",
                            "Require"),
            "REGISTER", Set.of("Contact", "Expires", "Path", "Require"),
            "MESSAGE", Set.of("Max-Forwards", "Proxy-Require", "Content-Type"),
            "OPTIONS", Set.of("Require"));

    /** The full names of headers, in lower case, by their compact forms. */
    private static final Map<String, String> COMPACT =
            Map.of("o", "event", "m", "contact", "c", "content-type", "e", "content-encoding");

    private final SIPRequest request;

    /** The Request-URI and the address that it names, once it has been read. */
    private Optional<Target> target = Optional.empty();

    private record Target(String uri, Aor aor) {}

    RequestReader(SIPRequest request) {
        this.request = request;
    }

    /** Rejects a request with an unparsable header, which the stack stores separately, or one that requires an extension. */
    void refuseUnreadable() throws BadRequestException {
        refuseUnreadable(Set.of());
    }

    /** Acts as {@link #refuseUnreadable()} for a request that may require these option tags, given in lower case. */
    void refuseUnreadable(Set<String> options) throws BadRequestException {
        refuseScheme();
        refuseUnparsed();
        refuseExtensions("Require", options);
    }

    /** Acts as {@link #refuseUnreadable()} for a request to be relayed; its Require header concerns the recipient. */
    void refuseUnrelayable() throws BadRequestException {
        refuseScheme();
        refuseUnparsed();
        refuseExtensions("Proxy-Require", Set.of());
    }

    /** Checks the scheme of the Request-URI (RFC 3261 section 8.2.2.1). */
    private void refuseScheme() throws BadRequestException {
        if (!SCHEMES.contains(request.getRequestURI().getScheme().toLowerCase(Locale.ROOT))) {
            throw new BadRequestException(416, "Unsupported URI Scheme");
        }
    }

    private void refuseUnparsed() throws BadRequestException {
        Set<String> needed = NEEDED.getOrDefault(request.getMethod(), Set.of());
        for (Unparsed each : unparsed()) {
            String name = COMPACT.getOrDefault(each.name, each.name);
            Optional<String> bad =
                    needed.stream().filter(name::equalsIgnoreCase).findFirst();
            if (bad.isPresent() && !each.isForEver()) {
                throw new BadRequestException(400, "Bad " + bad.get() + " header");
            }
        }
    }

    private void refuseExtensions(String header, Set<String> options) throws BadRequestException {
        List<String> lines = all(header);
        if (lines.isEmpty()) {
            return;
        }
        List<String> required = lines.stream()
                .filter(each -> !options.contains(each.strip().toLowerCase(Locale.ROOT)))
                .toList();
        if (!required.isEmpty()) { // RFC 3261 section 8.2.2.3
            throw new BadRequestException(
                    Rejection.of(420, "Bad Extension", "Unsupported", String.join(", ", required)));
        }
    }

    private List<Unparsed> unparsed() {
        List<Unparsed> lines = new ArrayList<>(0);
        Iterator<?> each = request.getUnrecognizedHeaders();
        while (each.hasNext()) {
            lines.add(Unparsed.of(each.next().toString()));
        }
        return lines;
    }

    /** Whether the request names a dialog. */
    boolean isWithinDialog() {
        return request.getToTag() != null;
    }

    /** The address that the Request-URI names. */
    Aor target() throws BadRequestException {
        String uri = request.getRequestURI().toString();
        Aor aor = aor(uri, "Request-URI");
        target = Optional.of(new Target(uri, aor));
        return aor;
    }

    /**
     * The address of the From header. If a client publishes for itself, its text equals the Request-URI and is not parsed again.
     */
    Aor from() throws BadRequestException {
        String uri = request.getFrom().getAddress().getURI().toString();
        return target.isPresent() && uri.equals(target.get().uri) ? target.get().aor : aor(uri, "From");
    }

    /** The identity of the request: its From, either asserted by a trusted peer or unverified. */
    RequestIdentity identity(Networks trustedPeers) throws BadRequestException {
        Aor from = from();
        return isFrom(trustedPeers) ? RequestIdentity.ofTrustedPeer(from) : RequestIdentity.claimed(from);
    }

    private boolean isFrom(Networks peers) {
        return source().filter(peers::contains).isPresent();
    }

    /**
     * Returns a Contact with the alias address that a trusted edge proxy adds. An unusable alias is rejected, but ignored within
     * a dialog, where it does not matter if the dialog has routes.
     */
    RemoteTarget target(String contact, Networks trustedPeers) throws BadRequestException {
        if (!isFrom(trustedPeers)) {
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

    /** The source address of the request; empty if the stack does not know it. */
    private Optional<InetAddress> source() {
        return Optional.ofNullable(request.getPeerPacketSourceAddress())
                .or(() -> Optional.ofNullable(request.getRemoteAddress()));
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

    /** The Event header; empty if there is none. */
    Optional<EventId> event() throws BadRequestException {
        if (!(request.getHeader(EventHeader.NAME) instanceof Event event)) {
            return Optional.empty();
        }
        String id = event.getEventId();
        try {
            return Optional.of(new EventId(new EventName(event.getEventType().strip()), id == null ? "" : id));
        } catch (IllegalArgumentException e) {
            throw new BadRequestException(400, "Bad Event header");
        }
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
        List<String> values = all("SIP-If-Match");
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
            return unparsed().stream().anyMatch(Unparsed::isForEver)
                    ? OptionalInt.of(Integer.MAX_VALUE)
                    : OptionalInt.empty();
        }
        if (expires.getExpires() < 0) {
            throw new BadRequestException(400, "Bad Expires header");
        }
        return OptionalInt.of(expires.getExpires());
    }

    /** The media ranges of Accept (RFC 3261 section 20.1). */
    Accept accept() throws BadRequestException {
        List<String> lines = all("Accept");
        if (lines.isEmpty()) {
            return Accept.absent();
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

    /** The URIs of Record-Route in order, without angle brackets and header parameters. */
    List<String> recordRoutes() {
        List<String> uris = new ArrayList<>();
        Iterator<?> each = request.getHeaders(RecordRouteHeader.NAME);
        while (each.hasNext()) {
            uris.add(((RecordRouteHeader) each.next()).getAddress().getURI().toString());
        }
        return uris;
    }

    /**
     * The Call-ID; only characters of the grammar are allowed (RFC 3261 section 25.1), so that every database stores it
     * unchanged.
     */
    static String callId(SIPRequest request) throws BadRequestException {
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
        return header == null ? "" : ((SIPHeader) header).getHeaderValue().strip();
    }

    /** The body's bytes; empty if there is none. */
    byte[] content() {
        byte[] raw = request.getRawContent();
        return raw == null ? new byte[0] : raw;
    }

    private List<String> all(String name) {
        List<String> values = new ArrayList<>(1);
        Iterator<?> each = request.getHeaders(name);
        while (each.hasNext()) {
            values.add(((SIPHeader) each.next()).getHeaderValue().strip());
        }
        return values;
    }

    /** A header that the stack could not parse, with its name in lower case. */
    private record Unparsed(String name, String value) {

        static Unparsed of(String line) {
            int colon = line.indexOf(':');
            return colon < 0
                    ? new Unparsed("", line)
                    : new Unparsed(
                            line.substring(0, colon).strip().toLowerCase(Locale.ROOT), line.substring(colon + 1));
        }

        /** Whether the value is a valid interval, up to 2**32-1, that overflows the stack's number (RFC 3261 section 20.19). */
        boolean isForEver() {
            String digits = value.strip();
            return name.equals("expires")
                    && digits.length() == LONGEST_EXPIRES.length()
                    && Characters.all(digits, c -> c >= '0' && c <= '9')
                    && digits.compareTo(LONGEST_EXPIRES) <= 0;
        }
    }
}
