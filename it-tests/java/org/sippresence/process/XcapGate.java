package org.sippresence.process;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.sippresence.sipclient.SipServer;

/** A proxy in front of another process's XCAP server: forwards requests, counts them, and delays them on demand. */
final class XcapGate implements AutoCloseable {

    private static final List<String> TOLD = List.of("Authorization", "If-None-Match");
    private static final List<String> ANSWERED = List.of("ETag", "Content-Type", "WWW-Authenticate");
    private static final long PATIENCE = 60;

    private final SipServer behind;
    private final HttpClient client = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Passed> passed = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private volatile CountDownLatch open = new CountDownLatch(0);

    /**
     * A request and its response.
     *
     * @param nanoTime when the request arrived
     */
    record Passed(long nanoTime, String path, int status) {}

    XcapGate(SipServer behind) {
        this.behind = behind;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String root() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/xcap";
    }

    /** Delays later requests. */
    void hold() {
        open = new CountDownLatch(1);
    }

    /** Forwards delayed and later requests. */
    void release() {
        open.countDown();
    }

    /** The answered requests so far, oldest first. */
    List<Passed> passed() {
        return List.copyOf(passed);
    }

    private void handle(HttpExchange exchange) throws IOException {
        long came = System.nanoTime();
        try (exchange) {
            if (!open.await(PATIENCE, TimeUnit.SECONDS)) {
                throw new IOException("held too long");
            }
            String path = exchange.getRequestURI().getRawPath();
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create("http://" + behind.host() + ':' + behind.httpPort() + path));
            TOLD.forEach(name -> exchange.getRequestHeaders()
                    .getOrDefault(name, List.of())
                    .forEach(value -> request.header(name, value)));
            HttpResponse<byte[]> answer = client.send(request.build(), BodyHandlers.ofByteArray());
            ANSWERED.forEach(name -> answer.headers()
                    .allValues(name)
                    .forEach(value -> exchange.getResponseHeaders().add(name, value)));
            passed.add(new Passed(came, path, answer.statusCode()));
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        release();
        server.stop(0);
        threads.shutdownNow();
    }
}
