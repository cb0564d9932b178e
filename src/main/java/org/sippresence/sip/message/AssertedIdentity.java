package org.sippresence.sip.message;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.sip.address.URI;
import javax.sip.header.Header;
import javax.sip.header.HeaderAddress;
import org.sippresence.model.Aor;

/**
 * The identity of a sender as asserted by a proxy that authenticated it: P-Asserted-Identity (RFC 3325, RFC 5876), and the hint
 * P-Preferred-Identity. Both mean something only if a trusted peer sent them; {@link #removeFrom} and {@link #keepUsable} remove
 * what must not be passed on.
 */
public final class AssertedIdentity {

    private static final String ASSERTED = "P-Asserted-Identity";
    private static final String PREFERRED = "P-Preferred-Identity";
    private static final int MAX_URI = 255;

    private AssertedIdentity() {}

    /**
     * Returns the identity that a trusted peer asserts: the SIP or SIPS URI, without one the tel URI. P-Preferred-Identity
     * chooses the other one if it names it.
     *
     * @return empty if the request has no P-Asserted-Identity
     * @throws BadRequestException with 400 if the header names no user: the peer speaks for someone, but not for whom
     */
    public static Optional<Aor> of(SIPRequest request) throws BadRequestException {
        if (!Headers.unparsed(request, ASSERTED).isEmpty()) {
            throw bad();
        }
        if (request.getHeader(ASSERTED) == null) {
            return Optional.empty();
        }
        List<Aor> asserted = new ArrayList<>(2);
        for (HeaderAddress each : usable(request)) {
            asserted.add(aor(each.getAddress().getURI()));
        }
        return Optional.of(choose(asserted, Headers.uris(request, PREFERRED)));
    }

    /** A hint that names no user is ignored (RFC 3325 section 6). */
    private static Aor choose(List<Aor> asserted, List<String> preferred) throws BadRequestException {
        for (String each : preferred) {
            for (Aor aor : asserted) {
                if (Aor.tryParse(each).filter(aor::equals).isPresent()) {
                    return aor;
                }
            }
        }
        return asserted.stream()
                .filter(aor -> !isTel(aor.uri()))
                .findFirst()
                .or(() -> asserted.stream().findFirst())
                .orElseThrow(AssertedIdentity::bad);
    }

    private static Aor aor(URI uri) throws BadRequestException {
        return Aor.tryParse(uri.toString())
                .filter(aor -> aor.uri().length() <= MAX_URI)
                .orElseThrow(AssertedIdentity::bad);
    }

    private static BadRequestException bad() {
        return new BadRequestException(400, "Bad P-Asserted-Identity header");
    }

    /** The first SIP or SIPS URI and the first tel URI; all others must be ignored (RFC 5876 section 4.5). */
    private static List<HeaderAddress> usable(SIPMessage message) {
        List<HeaderAddress> usable = new ArrayList<>(2);
        boolean sip = false;
        boolean tel = false;
        Iterator<?> headers = message.getHeaders(ASSERTED);
        while (headers.hasNext()) {
            HeaderAddress header = (HeaderAddress) headers.next();
            String uri = header.getAddress().getURI().toString();
            boolean isTel = isTel(uri);
            if (isTel ? !tel : !sip && isSip(uri)) {
                usable.add(header);
                tel |= isTel;
                sip |= !isTel;
            }
        }
        return usable;
    }

    private static boolean isTel(String uri) {
        return uri.toLowerCase(Locale.ROOT).startsWith("tel:");
    }

    private static boolean isSip(String uri) {
        String lowerCase = uri.toLowerCase(Locale.ROOT);
        return lowerCase.startsWith("sip:") || lowerCase.startsWith("sips:");
    }

    /**
     * Prepares a message of a trusted peer for its way to another one: without P-Preferred-Identity (RFC 3325 section 6), and
     * without the identities that {@link #of} ignores (RFC 5876 section 4.5). Changes the message.
     */
    public static void keepUsable(SIPMessage message) {
        List<HeaderAddress> usable = usable(message);
        removeFrom(message);
        usable.forEach(each -> message.addHeader((Header) each));
    }

    /** Removes both headers, also where the stack could not parse them. Changes the message. */
    public static void removeFrom(SIPMessage message) {
        for (String name : List.of(ASSERTED, PREFERRED)) {
            message.removeHeader(name);
            Headers.removeUnparsed(message, name);
        }
    }

    /** Asserts that the user sent the message. Changes the message. */
    public static void assertIn(SIPMessage message, Aor user) {
        removeFrom(message);
        message.addHeader(Headers.of(ASSERTED, '<' + user.uri() + '>'));
    }
}
