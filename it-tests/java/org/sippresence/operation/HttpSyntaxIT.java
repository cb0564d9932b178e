package org.sippresence.operation;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * HTTP requests whose end a proxy in front may determine differently are rejected, and the connection is closed (RFC
 * 9112 section 11.2).
 */
class HttpSyntaxIT extends DeployedServerTest {

    private static final String LINE = "GET /health/live HTTP/1.1\r\n";
    private static final String HOST = "Host: 127.0.0.1\r\n";
    private static final int PATIENCE_MS = 2_000;

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length : 40",
                "X-A\t: 1",
                "X(A): 1",
                "no colon",
                ": no name",
                "X-A: 1\nX-B: 2",
                "X-A: 1\rX-B: 2",
                "X-A: 1\0",
                "Content-Length: 0\r\nContent-Length: 0",
                "Content-Length: 0\r\nContent-Length: 5",
                "Content-Length: 0, 0",
                "Content-Length: +0",
                "Content-Length: -1",
                "Content-Length: 0x0",
                "Content-Length:",
                "Content-Length: 5\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nContent-Length: 5",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
                "Transfer-Encoding: identity",
                "Transfer-Encoding:\r\n chunked",
                "Content-Length:\r\n 5",
                "Host: 127.0.0.1"
            })
    void ambiguousHeadersAreRefused(String header) throws IOException {
        assertRefused("400", LINE + HOST + header + "\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"xchunked", "gzip, chunked", "chunked, chunked"})
    void codingsThatAreNotKnownAreRefused(String coding) throws IOException {
        assertThat(exchange(LINE + HOST + "Transfer-Encoding: " + coding + "\r\n\r\n0\r\n\r\n"))
                .matches("(?s)HTTP/1\\.1 (400|501) .*")
                .contains("Connection: close");
    }

    @ParameterizedTest
    @CsvSource({
        "400, GET /health/<live> HTTP/1.1",
        "400, GET /health/li ve HTTP/1.1",
        "400, GET /health/%zz HTTP/1.1",
        "400, GET /../WEB-INF/web.xml HTTP/1.1",
        "400, G<T /health/live HTTP/1.1",
        "400, GET /health/live http/1.1",
        "400, GET http://other.example/health/live HTTP/1.1",
        "505, GET /health/live HTTP/1.2",
        "505, GET /health/live HTTP/2.0"
    })
    void wrongRequestLinesAreRefused(String status, String line) throws IOException {
        assertRefused(status, line + "\r\n" + HOST + "\r\n");
    }

    @Test
    void aRequestWithoutAHostOrWithAWrongOneIsRefused() throws IOException {
        assertRefused("400", LINE + "\r\n");
        assertRefused("400", LINE + "Host: a<b>\r\n\r\n");
    }

    @Test
    void chunksInHttp10AreRefused() throws IOException {
        assertRefused("400", "GET /health/live HTTP/1.0\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    }

    @Test
    void http09IsNotServed() throws IOException {
        assertThat(exchange("GET /health/live\r\n\r\n")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"2;a=b\r\n{}\r\n0\r\n\r\n", "2\n{}\n0\n\n", "2;a\n{}\r\n0\r\n\r\n", "-2\r\n{}\r\n0\r\n\r\n"})
    void chunksThatNotEverybodyReadsAlikeEndTheConnection(String chunks) throws IOException {
        String answer = exchange("POST /api/v1/refreshWatchers HTTP/1.1\r\n" + HOST + "Authorization: Bearer " + token()
                + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks);
        assertThat(answer).startsWith("HTTP/1.1 400 ").contains("Connection: close");
        assertDiscreet(answer);
    }

    @Test
    void aPlainRequestIsServedOnAConnectionThatStaysOpen() throws IOException {
        assertThat(exchange(LINE + HOST + "\r\n")).startsWith("HTTP/1.1 200 ").doesNotContain("Connection: close");
    }

    private void assertRefused(String status, String request) throws IOException {
        String answer = exchange(request);
        assertThat(answer).startsWith("HTTP/1.1 " + status + " ").containsIgnoringCase("Connection: close");
        assertDiscreet(answer);
    }

    /** Checks that the response has no HTML, no version, no stack trace and no part of the request. */
    private static void assertDiscreet(String answer) {
        assertThat(answer).doesNotContainIgnoringCase("<html").doesNotContain("Tomcat", "\tat ", "live", "X-A", "a<b>");
    }

    private static String token() {
        return Servers.ADMIN_TOKEN;
    }

    /** Reads until the server closes the connection, or until a long silence. */
    private String exchange(String request) throws IOException {
        try (Socket socket =
                new Socket(server().http().getAddress(), server().http().getPort())) {
            socket.setSoTimeout(PATIENCE_MS);
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            StringBuilder answer = new StringBuilder();
            InputStream in = socket.getInputStream();
            byte[] part = new byte[4096];
            try {
                for (int length = in.read(part); length >= 0; length = in.read(part)) {
                    answer.append(new String(part, 0, length, ISO_8859_1));
                }
            } catch (SocketTimeoutException e) {
                return answer.toString();
            }
            return answer.toString();
        }
    }
}
