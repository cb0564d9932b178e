package org.sippresence.hook;

import gov.nist.javax.sip.message.SIPRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The response to a request that cannot be parsed. Stored in the request as its application data. The header lines are those of
 * the request as received, because the parsed ones may be placeholders.
 *
 * @param status with our own reason phrase
 * @param via the Via lines if they could not be parsed, otherwise empty: then the parsed ones give the return address
 * @param headers To, From, Call-ID and CSeq, as far as present
 * @param endsConnection whether the bytes that follow on the connection cannot be parsed
 */
record ParseFailure(Status status, List<String> via, List<String> headers, boolean endsConnection) {

    /** The status of a response. */
    record Status(int code, String reason) {}

    byte[] encode(SIPRequest request) {
        StringBuilder message = new StringBuilder(512);
        message.append("SIP/2.0 ")
                .append(status.code)
                .append(' ')
                .append(status.reason)
                .append("\r\n");
        if (via.isEmpty()) {
            request.getViaHeaders().encode(message);
        }
        via.forEach(line -> message.append(line).append("\r\n"));
        headers.forEach(line -> message.append(tagged(line)).append("\r\n"));
        message.append("Content-Length: 0\r\n\r\n");
        return message.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Adds a To tag (RFC 3261 section 8.2.6.2). */
    private static String tagged(String line) {
        boolean isTo = line.regionMatches(true, 0, "t", 0, 1);
        if (!isTo || line.indexOf(";tag=") >= 0) {
            return line;
        }
        return line + ";tag=" + Long.toHexString(ThreadLocalRandom.current().nextLong());
    }
}
