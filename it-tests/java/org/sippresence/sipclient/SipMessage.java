package org.sippresence.sipclient;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A SIP request or response (RFC 3261 section 7): start line, header fields in their order, body. Immutable. Header
 * names are compared case-insensitively, compact forms are expanded. Only the necessary minimum is validated, so that
 * malformed messages can be built, too.
 */
public final class SipMessage {

    /** One header field; the name in its long form. */
    public record Header(String name, String value) {}

    private static final Map<String, String> LONG_NAMES = Map.ofEntries(
            Map.entry("i", "Call-ID"),
            Map.entry("m", "Contact"),
            Map.entry("e", "Content-Encoding"),
            Map.entry("l", "Content-Length"),
            Map.entry("c", "Content-Type"),
            Map.entry("f", "From"),
            Map.entry("s", "Subject"),
            Map.entry("k", "Supported"),
            Map.entry("t", "To"),
            Map.entry("v", "Via"),
            Map.entry("o", "Event"),
            Map.entry("u", "Allow-Events"));
    private static final String CONTENT_LENGTH = "Content-Length";

    private final String startLine;
    private final List<Header> headers;
    private final byte[] body;

    private SipMessage(String startLine, List<Header> headers, byte[] body) {
        this.startLine = startLine;
        this.headers = List.copyOf(headers);
        this.body = body.clone();
    }

    /** A request without any header. */
    public static SipMessage request(String method, String uri) {
        return new SipMessage(method + " " + uri + " SIP/2.0", List.of(), new byte[0]);
    }

    /** A response with the headers that RFC 3261 section 8.2.6.2 copies from the request; adds a To tag if there is none. */
    public static SipMessage response(SipMessage request, int status, String toTag) {
        List<Header> copied = new ArrayList<>();
        for (Header header : request.headers) {
            switch (header.name()) {
                case "Via", "From", "Call-ID", "CSeq" -> copied.add(header);
                case "To" ->
                    copied.add(
                            request.toTag().isPresent() ? header : new Header("To", header.value() + ";tag=" + toTag));
                default -> {}
            }
        }
        return new SipMessage("SIP/2.0 " + status + " " + (status < 300 ? "OK" : "No"), copied, new byte[0]);
    }

    /**
     * Parses one complete message.
     *
     * @throws IllegalArgumentException if it has no header end, or a header without colon
     */
    public static SipMessage parse(byte[] data) {
        int end = headerEnd(data);
        if (end < 0) {
            throw new IllegalArgumentException("no empty line");
        }
        String[] lines =
                new String(data, 0, end, UTF_8).replaceAll("\r\n[ \t]+", " ").split("\r\n", -1);
        List<Header> headers = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon < 0) {
                throw new IllegalArgumentException("no colon in " + lines[i]);
            }
            headers.add(new Header(
                    longName(lines[i].substring(0, colon).strip()),
                    lines[i].substring(colon + 1).strip()));
        }
        byte[] body = new byte[data.length - end - 4];
        System.arraycopy(data, end + 4, body, 0, body.length);
        return new SipMessage(lines[0], headers, body);
    }

    /** Offset of the empty line's CRLF CRLF, or -1. */
    static int headerEnd(byte[] data) {
        for (int i = 0; i + 3 < data.length; i++) {
            if (data[i] == '\r' && data[i + 1] == '\n' && data[i + 2] == '\r' && data[i + 3] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private static String longName(String name) {
        String expanded = LONG_NAMES.get(name.toLowerCase(Locale.ROOT));
        return expanded == null ? canonical(name) : expanded;
    }

    /** Servers may write {@code Call-Id}; the switch labels above need one spelling. */
    private static String canonical(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "call-id" -> "Call-ID";
            case "cseq" -> "CSeq";
            case "via" -> "Via";
            case "from" -> "From";
            case "to" -> "To";
            default -> name;
        };
    }

    public boolean isRequest() {
        return !startLine.startsWith("SIP/2.0 ");
    }

    public String startLine() {
        return startLine;
    }

    /** The method in a request's start line or a response's CSeq. */
    public String method() {
        return isRequest() ? startLine.split(" ", 2)[0] : TestHeaders.words(required("CSeq"))[1];
    }

    public String requestUri() {
        return startLine.split(" ", 3)[1];
    }

    public int status() {
        return isRequest() ? 0 : Integer.parseInt(startLine.split(" ", 3)[1]);
    }

    public List<Header> headers() {
        return headers;
    }

    public Optional<String> first(String name) {
        return headers.stream()
                .filter(h -> h.name().equalsIgnoreCase(name))
                .map(Header::value)
                .findFirst();
    }

    /**
     * The first value.
     *
     * @throws NoSuchElementException naming the header and the message if it is absent
     */
    public String required(String name) {
        return first(name).orElseThrow(() -> new NoSuchElementException("no " + name + " in\n" + this));
    }

    /** All values; those that share a line are split at their commas. */
    public List<String> all(String name) {
        return headers.stream()
                .filter(h -> h.name().equalsIgnoreCase(name))
                .flatMap(h -> TestHeaders.split(h.value()).stream())
                .toList();
    }

    public boolean has(String name) {
        return first(name).isPresent();
    }

    public String branch() {
        return TestHeaders.parameter(all("Via").get(0), "branch").orElse("");
    }

    public long cseq() {
        return Long.parseLong(TestHeaders.words(required("CSeq"))[0]);
    }

    public Optional<String> fromTag() {
        return first("From").flatMap(from -> TestHeaders.parameter(from, "tag"));
    }

    public Optional<String> toTag() {
        return first("To").flatMap(to -> TestHeaders.parameter(to, "tag"));
    }

    public byte[] body() {
        return body.clone();
    }

    public String text() {
        return new String(body, UTF_8);
    }

    /** Returns a copy with one more header line at the end. */
    public SipMessage with(String name, String value) {
        List<Header> more = new ArrayList<>(headers);
        more.add(new Header(name, value));
        return new SipMessage(startLine, more, body);
    }

    /** Returns a copy with this header line before all others, as a proxy adds its Via. */
    public SipMessage withFirst(String name, String value) {
        List<Header> more = new ArrayList<>(headers);
        more.add(0, new Header(name, value));
        return new SipMessage(startLine, more, body);
    }

    public SipMessage without(String name) {
        List<Header> fewer =
                headers.stream().filter(h -> !h.name().equalsIgnoreCase(name)).toList();
        return new SipMessage(startLine, fewer, body);
    }

    public SipMessage replacing(String name, String value) {
        return without(name).with(name, value);
    }

    public SipMessage withStartLine(String line) {
        return new SipMessage(line, headers, body);
    }

    public SipMessage withBody(String contentType, byte[] content) {
        return new SipMessage(startLine, headers, content).replacing("Content-Type", contentType);
    }

    public SipMessage withBody(String contentType, String content) {
        return withBody(contentType, content.getBytes(UTF_8));
    }

    /** The encoded message; a Content-Length is added unless it is present. */
    public byte[] bytes() {
        byte[] head = head().getBytes(UTF_8);
        byte[] all = new byte[head.length + body.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        return all;
    }

    private String head() {
        String lines =
                headers.stream().map(h -> h.name() + ": " + h.value() + "\r\n").collect(Collectors.joining());
        String length = has(CONTENT_LENGTH) || has("l") ? "" : CONTENT_LENGTH + ": " + body.length + "\r\n";
        return startLine + "\r\n" + lines + length + "\r\n";
    }

    /** The message as text, for failures of assertions. */
    @Override
    public String toString() {
        return head() + text();
    }
}
