package org.sippresence.sip.client;

import gov.nist.javax.sip.header.SIPHeader;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.sip.SipException;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import javax.sip.header.AuthorizationHeader;
import javax.sip.header.Header;
import org.sippresence.authentication.DigestClient.NextHop;
import org.sippresence.authentication.DigestExchange;
import org.sippresence.authentication.DigestExchange.Field;
import org.sippresence.sip.message.Headers;

/** The header fields of Digest in requests of this server and in the responses to them. */
public final class DigestFields {

    private static final int MOST = 8;
    private static final byte[] NO_BODY = {};

    private DigestFields() {}

    /** The next hop that a URI names, as the stack finds it. */
    public static NextHop nextHop(URI uri) {
        return uri instanceof SipURI sip
                ? new NextHop(UnprovenTargets.host(sip), Headers.port(sip))
                : new NextHop(uri.toString(), 0);
    }

    static NextHop nextHop(InetSocketAddress target) {
        InetAddress address = target.getAddress();
        String host = address.getHostAddress();
        return new NextHop(address instanceof Inet6Address ? '[' + host + ']' : host, target.getPort());
    }

    /**
     * Adds the fields of the next try to a request that is complete otherwise. They replace those of other clients for the same
     * realm: a server cannot tell apart two fields for its realm.
     */
    public static void addTo(SIPRequest request, DigestExchange exchange) throws SipException {
        byte[] content = request.getRawContent();
        byte[] body = content == null ? NO_BODY : content;
        for (Field each : exchange.authorize(request.getRequestURI().toString(), body)) {
            AuthorizationHeader own = (AuthorizationHeader) Headers.of(each.name(), each.value());
            List<Header> others = new ArrayList<>(0);
            Iterator<SIPHeader> present = request.getHeaders(each.name());
            present.forEachRemaining(others::add);
            request.removeHeader(each.name());
            for (Header other : others) {
                if (!own.getRealm().equals(((AuthorizationHeader) other).getRealm())) {
                    request.addLast(other);
                }
            }
            request.addLast(own);
        }
    }

    /** Whether the request that was answered by this final response should be sent again. */
    public static boolean shouldRepeat(DigestExchange exchange, SIPResponse response) {
        return exchange.shouldRepeat(response.getStatusCode(), name -> Headers.values(response, name));
    }

    /**
     * The values of the header fields with a name in a message that was not parsed, at most eight. Never throws.
     *
     * @param data the message from {@code offset} on
     */
    static List<String> values(byte[] data, int offset, int length, String name) {
        List<String> values = new ArrayList<>(1);
        int at = offset;
        int end = offset + length;
        while (at < end && values.size() < MOST) {
            int next = endOfLine(data, at, end);
            if (isEmpty(data, at, next)) {
                return values;
            }
            while (next < end && (data[next] == ' ' || data[next] == '\t')) { // a folded line continues
                next = endOfLine(data, next, end);
            }
            int colon = colonAfter(data, at, next, name);
            if (colon >= 0) {
                String text = new String(data, colon + 1, next - colon - 1, StandardCharsets.UTF_8);
                values.add(text.replaceAll("\\r?\\n[ \\t]+", " ").strip());
            }
            at = next;
        }
        return values;
    }

    /** The index after the line's end. */
    private static int endOfLine(byte[] data, int from, int end) {
        int at = from;
        while (at < end && data[at] != '\n') {
            at++;
        }
        return Math.min(at + 1, end);
    }

    private static boolean isEmpty(byte[] data, int from, int to) {
        return data[from] == '\n' || (data[from] == '\r' && to - from == 2);
    }

    /** The index of the colon that ends the name of the header field; -1 if it has another name. */
    private static int colonAfter(byte[] data, int from, int to, String name) {
        if (to - from <= name.length()) {
            return -1;
        }
        for (int i = 0; i < name.length(); i++) {
            if (Character.toLowerCase(data[from + i]) != Character.toLowerCase(name.charAt(i))) {
                return -1;
            }
        }
        int at = from + name.length();
        while (at < to && (data[at] == ' ' || data[at] == '\t')) {
            at++;
        }
        return at < to && data[at] == ':' ? at : -1;
    }
}
