package org.sippresence.sipclient;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * A SIP request or response (RFC 3261 section 7): start line, header fields in their order, body. Immutable. Header
 * names are compared case-insensitively, compact forms are expanded. Only the necessary minimum is validated, so that
 * malformed messages can be built, too.
 */
public final class SipMessage {

    /** One header field; the name in its long form. */
    public record Header(String name, String value) {}

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

    /** A request without Via outside any dialog, with a Call-ID of its own; the request URI is that of To. */
    public static SipMessage request(String method, String from, String to) {
        return new RequestSequence(from).next(method, to, '<' + to + '>');
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
        HeaderLines lines = new HeaderLines();
        String startLine = new String(data, 0, lines.begin(data, data.length), UTF_8);
        List<Header> headers = new ArrayList<>();
        while (lines.next()) {
            if (!lines.hasColon()) {
                throw new IllegalArgumentException("no colon in " + lines.name());
            }
            headers.add(new Header(lines.name(), lines.value()));
        }
        if (!lines.isComplete()) {
            throw new IllegalArgumentException("no empty line");
        }
        return new SipMessage(startLine, headers, Arrays.copyOfRange(data, lines.body(), data.length));
    }

    /** The length of the first message in a stream by its Content-Length; empty if its header is not complete. */
    static OptionalInt length(byte[] data) {
        HeaderLines lines = new HeaderLines();
        lines.begin(data, data.length);
        int body = 0;
        while (lines.next()) {
            if (lines.field() == HeaderField.CONTENT_LENGTH) {
                body = Integer.parseInt(lines.value());
            }
        }
        return lines.isComplete() ? OptionalInt.of(lines.body() + body) : OptionalInt.empty();
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
