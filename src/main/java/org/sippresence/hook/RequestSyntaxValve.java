package org.sippresence.hook;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServletResponse;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.tomcat.util.buf.ByteChunk;
import org.apache.tomcat.util.http.MimeHeaders;

/**
 * Answers 400 to HTTP requests that Tomcat 7 accepts but whose end a reverse proxy may determine differently (RFC 9112 sections
 * 5.2 and 6.1). The connector itself rejects header names that are not tokens and line ends without CR, with
 * {@code rejectIllegalHeader}.
 */
public final class RequestSyntaxValve extends ValveBase {

    private static final String HTTP_1_1 = "HTTP/1.1";
    private static final String END_OF_HEAD = "\r\n\r\n";

    public RequestSyntaxValve() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        org.apache.coyote.Request raw = request.getCoyoteRequest();
        if (isHttp09(raw) || isFolded(raw.getMimeHeaders()) || isAmbiguous(raw)) {
            response.sendError(HttpServletResponse.SC_BAD_REQUEST);
            return;
        }
        getNext().invoke(request, response);
    }

    private static boolean isHttp09(org.apache.coyote.Request raw) {
        String version = raw.protocol().toString();
        return version == null || version.isEmpty();
    }

    /** Whether a name is empty, or a value begins with white space, which remains only from a folded line. */
    private static boolean isFolded(MimeHeaders headers) {
        for (int i = 0; i < headers.size(); i++) {
            String name = headers.getName(i).toString();
            String value = headers.getValue(i).toString();
            if (name == null || name.isEmpty()) {
                return true;
            }
            if (value != null && !value.isEmpty() && value.charAt(0) <= ' ') {
                return true;
            }
        }
        return false;
    }

    /** Whether the length of the body is given twice, or in a way that not all implementations understand. */
    private static boolean isAmbiguous(org.apache.coyote.Request raw) {
        String head = head(raw);
        int codings = occurrences(head, "\r\ntransfer-encoding:");
        if (codings == 0) {
            return false;
        }
        String coding = raw.getMimeHeaders().getHeader("transfer-encoding");
        return codings > 1
                || occurrences(head, "\r\ncontent-length:") > 0
                || !HTTP_1_1.equals(raw.protocol().toString())
                || !"chunked".equalsIgnoreCase(coding);
    }

    /** The head from Tomcat's buffer: with a Transfer-Encoding, Tomcat has removed Content-Length from the headers. */
    private static String head(org.apache.coyote.Request raw) {
        ByteChunk uri = raw.requestURI().getByteChunk();
        byte[] buffer = uri.getBuffer();
        if (buffer == null) {
            return "";
        }
        int start = uri.getStart();
        String text = new String(buffer, start, buffer.length - start, StandardCharsets.ISO_8859_1);
        int end = text.indexOf(END_OF_HEAD);
        return (end < 0 ? text : text.substring(0, end)).toLowerCase(Locale.ROOT);
    }

    private static int occurrences(String text, String part) {
        int count = 0;
        for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
            count++;
        }
        return count;
    }
}
