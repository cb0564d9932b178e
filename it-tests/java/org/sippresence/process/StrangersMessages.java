package org.sippresence.process;

import java.util.ArrayList;
import java.util.List;
import org.sippresence.sipclient.SipEndpoint;
import org.sippresence.sipclient.SipServer;

/** One message of each kind that an untrusted peer may send, with secrets that must not appear anywhere. */
final class StrangersMessages {

    /** Placeholder in branches, tags and Call-IDs; to be replaced by a different text each time. */
    static final String ROUND = "ROUND";

    /** The secret in bodies and credentials. */
    static final String SECRET = "s3cr3t";

    private static final List<String> METHODS = List.of(
            "INFO",
            "REFER",
            "UPDATE",
            "INVITE",
            "BYE",
            "PRACK",
            "BREAKFAST",
            "CANCEL",
            "NOTIFY",
            "OPTIONS",
            "MESSAGE",
            "ACK");

    /** Valid parts of a request, and their malformed replacements. */
    private static final List<List<String>> MISTAKES = List.of(
            List.of("From: <sip:bob@example.org>", "From: <-1sip:f@example.com>"),
            List.of("From: <sip:bob@example.org>", "From: \"\u001b[2J\u2028\" <sip:bob@example.org>"),
            List.of("CSeq: 1", "CSeq: 36893488147419103232"),
            List.of("CSeq: 1", "CSeq: -1"),
            List.of("Call-ID: ", "X: "),
            List.of("To: ", "X: "),
            List.of("SIP/2.0\r\n", "SIP/7.0\r\n"),
            List.of("Via: SIP/2.0/TRANSPORT 127.0.0.1:PORT", "Via: SIP/2.0/TRANSPORT @@ bad"),
            List.of("Via: SIP/2.0/TRANSPORT 127.0.0.1:PORT", "Via: SIP/2.0/TRANSPORT 255.255.255.255:9"),
            List.of("Contact: <sip:bob@127.0.0.1:PORT>", "Contact: <sip:bob@SERVER>"),
            List.of("Contact: <sip:bob@127.0.0.1:PORT>", "Contact: <<<sip:"),
            List.of("Event: presence", "Event: \r\n forged"),
            List.of("Event: presence", "Event: presence.winfo.winfo"),
            List.of("Expires: 60", "Expires: 99999999999999999999"),
            List.of("Content-Length: LENGTH", "Content-Length: 2000000000"),
            List.of("Content-Length: LENGTH", "Content-Length: -5"),
            List.of("Content-Length: LENGTH", "Content-Encoding: gzip\r\nContent-Length: LENGTH"),
            List.of("application/pidf+xml", "multipart/related;boundary=x"),
            List.of("application/pidf+xml", "no type at all"));

    private StrangersMessages() {}

    /** SIP messages; TRANSPORT and PORT are to be replaced by those of the sender. */
    static List<String> sip(SipServer server) {
        List<String> messages = new ArrayList<>();
        for (String method : METHODS) {
            messages.add(request(method));
            messages.add(request(method).replace("To: <sip:bob@example.org>", "To: <sip:bob@example.org>;tag=x"));
        }
        for (String method : List.of("PUBLISH", "SUBSCRIBE", "REGISTER", "MESSAGE", "OPTIONS", "INFO")) {
            MISTAKES.forEach(each -> messages.add(request(method).replace(each.get(0), each.get(1))));
        }
        for (String via : List.of("255.255.255.255", "224.0.0.1", "0.0.0.0", "127.0.0.1:PORT")) {
            messages.add(request("NOTIFY")
                    .replace("NOTIFY sip:bob@example.org SIP/2.0", "SIP/2.0 200 OK")
                    .replace("127.0.0.1:PORT;branch", via + ";branch"));
        }
        messages.addAll(List.of("", "\r\n\r\n", SECRET, "SIP/2.0 999 What\r\n\r\n", "\u0000\u0001\u0002" + SECRET));
        return messages.stream()
                .map(each -> each.replace("SERVER", server.host() + ':' + server.sipPort())
                        .replace("LENGTH", String.valueOf(SECRET.length() + 5)))
                .toList();
    }

    private static String request(String method) {
        String token = SipEndpoint.token() + ROUND;
        return method + " sip:bob@example.org SIP/2.0\r\n"
                + "Via: SIP/2.0/TRANSPORT 127.0.0.1:PORT;branch=z9hG4bK" + token + ";rport\r\n"
                + "From: <sip:bob@example.org>;tag=" + token + "\r\nTo: <sip:bob@example.org>\r\n"
                + "Call-ID: " + token + "\r\nCSeq: 1 " + method + "\r\nMax-Forwards: 70\r\n"
                + "Contact: <sip:bob@127.0.0.1:PORT>\r\nEvent: presence\r\nExpires: 60\r\n"
                + "Authorization: Digest username=\"bob\", response=\"" + SECRET + "\"\r\n"
                + "Proxy-Authorization: Bearer " + SECRET + "\r\n"
                + "Content-Type: application/pidf+xml\r\nContent-Length: LENGTH\r\n\r\nbody " + SECRET;
    }

    /** HTTP requests: REST with valid and invalid credentials, XCAP, and neither. */
    static List<String> http(String adminToken) {
        List<String> messages = new ArrayList<>();
        for (String credentials : List.of(
                "Bearer " + SECRET,
                "Digest username=\"bob\", response=\"" + SECRET + "\"",
                "Basic " + SECRET,
                SECRET)) {
            messages.add(http("GET", "/api/v1/presentities", credentials, ""));
            messages.add(http("GET", "/xcap/pres-rules/users/sip:bob@example.org/index", credentials, ""));
            messages.add(http("PUT", "/xcap/pres-rules/users/sip:bob@example.org/index", credentials, "<" + SECRET));
        }
        String good = "Bearer " + adminToken;
        for (String path : List.of(
                "/api/v1/refreshWatchers",
                "/api/v1/subscribers",
                "/api/v1/authorizeMessage",
                "/api/v1/presentities/%00/publications?event=" + SECRET,
                "/api/v1/presentities/sip%3Abob%40example.org/publications?event=presence",
                "/api/v1/nothing?token=" + SECRET,
                "/xcap/pres-rules/users/sip:bob@example.org/index",
                "/xcap/pres-rules/users/sip:bob@example.org/index/~~/x[[[")) {
            for (String method : List.of("GET", "PUT", "POST", "DELETE", "BREAKFAST")) {
                messages.add(http(method, path, good, "{\"uri\": \"" + SECRET));
            }
        }
        messages.add(SECRET + "\r\n\r\n");
        messages.add("GET /health/live HTTP/1.1\r\nHost : x\r\nAuthorization: Bearer " + SECRET + "\r\n\r\n");
        messages.add("POST /api/v1/refreshWatchers HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: " + good
                + "\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"a\": \"" + SECRET);
        messages.add("POST /api/v1/refreshWatchers HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: " + good
                + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz" + SECRET);
        return messages;
    }

    private static String http(String method, String path, String credentials, String body) {
        return method + ' ' + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: " + credentials
                + "\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: " + body.length()
                + "\r\n\r\n"
                + body;
    }
}
