package org.sippresence.sip.message;

import gov.nist.javax.sip.address.AddressFactoryImpl;
import gov.nist.javax.sip.header.HeaderFactoryImpl;
import gov.nist.javax.sip.header.SIPHeader;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.parser.StringMsgParser;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import javax.sip.InvalidArgumentException;
import javax.sip.address.Address;
import javax.sip.address.AddressFactory;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import javax.sip.header.Header;
import javax.sip.header.HeaderAddress;
import javax.sip.header.HeaderFactory;
import org.mobicents.ext.javax.sip.dns.DNSAwareRouter;

/** Creates headers and addresses of the stack. The values were checked when they were received, so a failure is a bug. */
public final class Headers {

    public static final HeaderFactory FACTORY = new HeaderFactoryImpl();
    private static final AddressFactory ADDRESSES = new AddressFactoryImpl();

    /** Headers with few distinct values, which are cached. */
    private static final Set<String> REPEATED = Set.of("Expires", "Allow-Events", "Allow");

    private static final int MOST_KNOWN = 1_000;
    private static final ConcurrentMap<String, Header> KNOWN = new ConcurrentHashMap<>();

    private Headers() {}

    public static Header contact(String uri) {
        return FACTORY.createContactHeader(address(uri));
    }

    public static Address address(String uri) {
        return address(uri(uri));
    }

    public static Address address(URI uri) {
        return ADDRESSES.createAddress(uri);
    }

    public static URI uri(String uri) {
        try {
            return ADDRESSES.createURI(uri);
        } catch (ParseException e) {
            throw new IllegalArgumentException("bad URI " + uri, e);
        }
    }

    /** The transport of a URI in lower case: {@code udp}, {@code tcp} or {@code tls}. */
    public static String transport(URI uri) {
        if (!(uri instanceof SipURI sip)) {
            return "udp";
        }
        if (sip.isSecure()) {
            return "tls";
        }
        String parameter = sip.getTransportParam();
        return parameter == null ? "udp" : parameter.toLowerCase(Locale.ROOT);
    }

    /** The port of a URI, or the default port of its transport. */
    public static int port(SipURI uri) {
        if (uri.getPort() > 0) {
            return uri.getPort();
        }
        return uri.isSecure() || "tls".equalsIgnoreCase(uri.getTransportParam()) ? 5061 : 5060;
    }

    /** A Route header that determines the next hop and that the stack removes before it sends the request. */
    public static Header unsentRoute(URI nextHop) {
        return FACTORY.createRouteHeader(address(uri(nextHop + ";lr;" + DNSAwareRouter.DNS_ROUTE + "=true")));
    }

    public static Header cseq(long number, String method) {
        try {
            return FACTORY.createCSeqHeader(number, method);
        } catch (ParseException | InvalidArgumentException e) {
            throw new IllegalArgumentException("bad CSeq " + number, e);
        }
    }

    /**
     * Creates a header, or a list of headers if the value is a list. The result must not be modified: frequent ones are shared.
     */
    public static Header of(String name, String value) {
        String line = name + ": " + value;
        Header known = KNOWN.get(line);
        return known == null ? parsed(name, line) : known;
    }

    /** The texts after the colon of all headers with this name. */
    public static List<String> values(SIPMessage message, String name) {
        List<String> values = new ArrayList<>(1);
        Iterator<SIPHeader> headers = message.getHeaders(name);
        while (headers.hasNext()) {
            values.add(value(headers.next()));
        }
        return values;
    }

    /** The text after the colon. */
    public static String value(Header header) {
        return ((SIPHeader) header).getHeaderValue().strip();
    }

    /** The URIs of all headers with this name, in order, without angle brackets and header parameters. */
    public static List<String> uris(SIPMessage message, String name) {
        List<String> uris = new ArrayList<>(0);
        Iterator<SIPHeader> headers = message.getHeaders(name);
        while (headers.hasNext()) {
            uris.add(((HeaderAddress) headers.next()).getAddress().getURI().toString());
        }
        return uris;
    }

    /** The texts after the colon of all headers with this name that the stack could not parse. */
    public static List<String> unparsed(SIPMessage message, String name) {
        List<String> values = new ArrayList<>(0);
        Iterator<String> lines = message.getUnrecognizedHeaders();
        while (lines.hasNext()) {
            String line = lines.next();
            if (isNamed(line, name)) {
                values.add(line.substring(line.indexOf(':') + 1).strip());
            }
        }
        return values;
    }

    /** Removes the headers with this name that the stack could not parse; copies of the message share them. */
    public static void removeUnparsed(SIPMessage message, String name) {
        Iterator<String> lines = message.getUnrecognizedHeaders();
        while (lines.hasNext()) {
            if (isNamed(lines.next(), name)) {
                lines.remove();
            }
        }
    }

    private static boolean isNamed(String line, String name) {
        int colon = line.indexOf(':');
        return colon > 0 && line.substring(0, colon).strip().equalsIgnoreCase(name);
    }

    /** Whether a Contact header may carry the URI. */
    public static boolean isContact(String uri) {
        try {
            return StringMsgParser.parseSIPHeader("Contact: <" + uri + '>') != null;
        } catch (ParseException e) {
            return false;
        }
    }

    private static Header parsed(String name, String line) {
        try {
            Header header = StringMsgParser.parseSIPHeader(line);
            if (REPEATED.contains(name) && KNOWN.size() < MOST_KNOWN) {
                KNOWN.put(line, header);
            }
            return header;
        } catch (ParseException e) {
            throw new IllegalArgumentException("bad value of header " + name, e);
        }
    }
}
