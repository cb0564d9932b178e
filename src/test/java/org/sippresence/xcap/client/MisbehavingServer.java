package org.sippresence.xcap.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** An XCAP server on a free port of the loopback that does with each path what a test says; 404 for all others. */
final class MisbehavingServer implements AutoCloseable {

    private static final String TYPE = "application/auth-policy+xml";

    private final Map<String, Behaviour> behaviours = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private final CountDownLatch hungUp = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    /** What happens to a request. */
    interface Behaviour {
        void answer(HttpExchange exchange) throws IOException;
    }

    /** A request that came. */
    record Asked(String path, Optional<String> etag, Optional<String> authorization) {}

    MisbehavingServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getRawPath();
        asked.add(new Asked(
                path,
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("If-None-Match")),
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))));
        try (exchange) {
            behaviours.getOrDefault(path, status(404)).answer(exchange);
        }
    }

    URI root() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/root");
    }

    void on(String path, Behaviour behaviour) {
        behaviours.put("/root/" + path, behaviour);
    }

    List<Asked> asked() {
        return List.copyOf(asked);
    }

    static Behaviour status(int status) {
        return exchange -> exchange.sendResponseHeaders(status, -1);
    }

    static Behaviour redirect(URI location) {
        return exchange -> {
            exchange.getResponseHeaders().set("Location", location.toString());
            exchange.sendResponseHeaders(302, -1);
        };
    }

    /** A document that is as it should be, conditional requests too. */
    static Behaviour document(String body, String etag) {
        return exchange -> {
            exchange.getResponseHeaders().set("ETag", etag);
            if (etag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
                exchange.sendResponseHeaders(304, -1);
            } else {
                send(exchange, TYPE, body);
            }
        };
    }

    /** Always in full. */
    static Behaviour body(String type, String body) {
        return exchange -> send(exchange, type, body);
    }

    private static void send(HttpExchange exchange, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** A body without end, until the client hangs up. */
    Behaviour endless(int status) {
        return exchange -> {
            exchange.getResponseHeaders().set("Content-Type", TYPE);
            exchange.sendResponseHeaders(status, 0);
            byte[] junk = " ".repeat(65_536).getBytes(StandardCharsets.UTF_8);
            try {
                while (end.getCount() > 0) {
                    exchange.getResponseBody().write(junk);
                }
            } catch (IOException e) {
                hungUp.countDown();
                throw e;
            }
        };
    }

    /** No answer before the test ends. */
    Behaviour silence() {
        return exchange -> pause(60_000);
    }

    /** A document that comes a byte at a time. */
    Behaviour dripping(String body) {
        return exchange -> {
            exchange.getResponseHeaders().set("Content-Type", TYPE);
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            try {
                for (byte each : body.getBytes(StandardCharsets.UTF_8)) {
                    out.write(each);
                    out.flush();
                    pause(50);
                }
            } catch (IOException e) {
                hungUp.countDown();
                throw e;
            }
        };
    }

    /** The same after a while. */
    Behaviour late(int millis, Behaviour behaviour) {
        return exchange -> {
            pause(millis);
            behaviour.answer(exchange);
        };
    }

    private void pause(int millis) throws IOException {
        try {
            if (end.await(millis, TimeUnit.MILLISECONDS)) {
                throw new IOException("the test is over");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** Whether the client closed a connection on which it was being sent to. */
    boolean wasHungUpOn() throws InterruptedException {
        return hungUp.await(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
