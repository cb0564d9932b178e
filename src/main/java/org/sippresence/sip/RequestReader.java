package org.sippresence.sip;

import gov.nist.javax.sip.header.Event;
import gov.nist.javax.sip.header.SIPHeader;
import gov.nist.javax.sip.message.SIPRequest;
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
import javax.sip.header.ContactHeader;
import javax.sip.header.EventHeader;
import javax.sip.header.ExpiresHeader;
import javax.sip.header.Header;
import javax.sip.header.RecordRouteHeader;
import org.sippresence.authorization.RequestIdentity;
import org.sippresence.model.Aor;
import org.sippresence.model.EntityTag;
import org.sippresence.model.EventId;
import org.sippresence.model.EventName;
import org.sippresence.model.MediaType;
import org.sippresence.model.Rejection;
import org.sippresence.settings.Networks;

/** Reads what PUBLISH, SUBSCRIBE, MESSAGE and REGISTER carry; what cannot be read is a 400 that names the header. */
final class RequestReader {

    private static final int MAX_URI = 255;
    private static final int MAX_CALL_ID = 1024;
    private static final String LONGEST_EXPIRES = "4294967295";
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9.!%*_+`'~-]{1,64}");

    /** Headers that we read, by their names in lower case and their compact forms. */
    private static final Map<String, String> READ = Map.ofEntries(
            Map.entry("event", "Event"),
            Map.entry("o", "Event"),
            Map.entry("expires", "Expires"),
            Map.entry("sip-if-match", "SIP-If-Match"),
            Map.entry("contact", "Contact"),
            Map.entry("m", "Contact"),
            Map.entry("accept", "Accept"),
            Map.entry("content-type", "Content-Type"),
            Map.entry("c", "Content-Type"),
            Map.entry("content-encoding", "Content-Encoding"),
            Map.entry("e", "Content-Encoding"),
            Map.entry("record-route", "Record-Route"),
            Map.entry("path", "Path"),
            Map.entry("require", "Require"));

    private final SIPRequest request;

    RequestReader(SIPRequest request) {
        this.request = request;
    }

    /**
     * Refuses a request with a header that could not be parsed, which the stack puts aside, or that wants an extension of us.
     */
    void refuseUnreadable() throws BadRequestException {
        refuseUnreadable(Set.of());
    }

    /** As {@link #refuseUnreadable()}, for a request that may want these extensions of us, in lower case. */
    void refuseUnreadable(Set<String> options) throws BadRequestException {
        refuseUnparsed();
        refuseExtensions("Require", options);
    }

    /** As {@link #refuseUnreadable()}, for a request that is for somebody else, whom Require concerns. */
    void refuseUnrelayable() throws BadRequestException {
        refuseUnparsed();
        refuseExtensions("Proxy-Require", Set.of());
    }

    private void refuseUnparsed() throws BadRequestException {
        for (Unparsed each : unparsed()) {
            if (READ.containsKey(each.name) && !each.isForEver()) {
                throw new BadRequestException(400, "Bad " + READ.get(each.name) + " header");
            }
        }
    }

    private void refuseExtensions(String header, Set<String> options) throws BadRequestException {
        List<String> required = all(header).stream()
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

    /** The address that the Request-URI stands for. */
    Aor target() throws BadRequestException {
        return aor(request.getRequestURI().toString(), "Request-URI");
    }

    Aor from() throws BadRequestException {
        return aor(request.getFrom().getAddress().getURI().toString(), "From");
    }

    /** Under which the request is made: its From, for which a trusted peer vouches or nobody. */
    RequestIdentity identity(Networks trustedPeers) throws BadRequestException {
        Aor from = from();
        return source().filter(trustedPeers::contains).isPresent()
                ? RequestIdentity.ofTrustedPeer(from)
                : RequestIdentity.claimed(from);
    }

    /** Where the packet came from; empty if the stack does not say. */
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

    EventId event() throws BadRequestException {
        Event event = eventHeader();
        String id = event.getEventId();
        try {
            return new EventId(new EventName(event.getEventType().strip()), id == null ? "" : id);
        } catch (IllegalArgumentException e) {
            throw new BadRequestException(400, "Bad Event header");
        }
    }

    /** Those of these parameters of the Event header that are there and are tokens of at most 64 characters. */
    Map<String, String> eventParameters(List<String> names) throws BadRequestException {
        if (names.isEmpty()) {
            return Map.of();
        }
        Map<String, String> found = new HashMap<>();
        Event event = eventHeader();
        for (String each : names) {
            String value = event.getParameter(each);
            if (value != null && TOKEN.matcher(value).matches()) {
                found.put(each, value);
            }
        }
        return found;
    }

    private Event eventHeader() throws BadRequestException {
        if (!(request.getHeader(EventHeader.NAME) instanceof Event event)) {
            throw new BadRequestException(400, "Missing Event header");
        }
        return event;
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
            throw new BadRequestException(412, "Conditional Request Failed"); // no tag that we ever gave
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

    /** The ranges of Accept, those with a q parameter by its value (RFC 3261 section 20.1). */
    List<MediaType> accept() throws BadRequestException {
        List<Weighted> ranges = new ArrayList<>();
        for (String line : all("Accept")) {
            for (String each : line.split(",", -1)) {
                if (!each.isBlank()) {
                    ranges.add(Weighted.parse(each));
                }
            }
        }
        return ranges.stream()
                .filter(range -> range.weight > 0)
                .sorted((a, b) -> Double.compare(b.weight, a.weight))
                .map(Weighted::type)
                .toList();
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
        return Optional.of(contact.getAddress().getURI().toString());
    }

    /**
     * The URIs of Record-Route in their order, without angle brackets and header parameters.
     */
    List<String> recordRoutes() {
        List<String> uris = new ArrayList<>();
        Iterator<?> each = request.getHeaders(RecordRouteHeader.NAME);
        while (each.hasNext()) {
            uris.add(((RecordRouteHeader) each.next()).getAddress().getURI().toString());
        }
        return uris;
    }

    /** Characters of the grammar only (RFC 3261 section 25.1), so that every database keeps it as it is. */
    static String callId(SIPRequest request) throws BadRequestException {
        String callId = request.getCallId().getCallId();
        if (callId.length() > MAX_CALL_ID) {
            throw new BadRequestException(400, "Call-ID is too long");
        }
        if (!callId.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new BadRequestException(400, "Bad Call-ID header");
        }
        return callId;
    }

    long cseq() {
        return request.getCSeq().getSeqNumber();
    }

    /** What stands behind the colon of the first such header; empty if there is none. */
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

    /** A header that the stack put aside, its name in lower case. */
    private record Unparsed(String name, String value) {

        static Unparsed of(String line) {
            int colon = line.indexOf(':');
            return colon < 0
                    ? new Unparsed("", line)
                    : new Unparsed(
                            line.substring(0, colon).strip().toLowerCase(Locale.ROOT), line.substring(colon + 1));
        }

        /** A legal interval that the stack's number cannot hold: up to 2**32-1 (RFC 3261 section 20.19). */
        boolean isForEver() {
            String digits = value.strip();
            return name.equals("expires")
                    && digits.length() == LONGEST_EXPIRES.length()
                    && digits.chars().allMatch(c -> c >= '0' && c <= '9')
                    && digits.compareTo(LONGEST_EXPIRES) <= 0;
        }
    }

    private record Weighted(MediaType type, double weight) {

        static Weighted parse(String text) throws BadRequestException {
            try {
                int q = text.indexOf(";q=");
                double weight = q < 0
                        ? 1
                        : Double.parseDouble(
                                text.substring(q + 3).split(";", 2)[0].strip());
                return new Weighted(MediaType.parse(text), weight);
            } catch (IllegalArgumentException e) {
                throw new BadRequestException(400, "Bad Accept header");
            }
        }
    }
}
