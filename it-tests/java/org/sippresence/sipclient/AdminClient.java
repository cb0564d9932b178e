package org.sippresence.sipclient;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Objects;

/** A client of a server's HTTP interface, REST, XCAP and metrics, that uses the admin token. Thread-safe. */
public final class AdminClient {

    private static final String JSON = "application/json";
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final SipServer server;
    private final String token;

    public AdminClient(SipServer server, String token) {
        this.server = Objects.requireNonNull(server, "server");
        this.token = Objects.requireNonNull(token, "token");
    }

    /** A GET request, to be modified. */
    public HttpRequest.Builder to(String path) {
        return anonymous(path).header("Authorization", "Bearer " + token);
    }

    /** A GET request without credentials, to be modified. */
    public HttpRequest.Builder anonymous(String path) {
        return HttpRequest.newBuilder(server.uri(path)).timeout(Duration.ofSeconds(30));
    }

    /** Sends a request, and waits for the response. */
    public static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sends a body, which may be empty. */
    public HttpResponse<String> send(String method, String path, String type, String body) {
        return send(to(path).header("Content-Type", type).method(method, BodyPublishers.ofString(body)));
    }

    public HttpResponse<String> get(String path) {
        return send(to(path));
    }

    public HttpResponse<String> delete(String path) {
        return send(to(path).DELETE());
    }

    public HttpResponse<String> put(String path, String type, String body) {
        return send("PUT", path, type, body);
    }

    public HttpResponse<String> put(String path, String json) {
        return put(path, JSON, json);
    }

    public HttpResponse<String> post(String path, String json) {
        return send("POST", path, JSON, json);
    }

    /** GET of a JSON document; any other response than 200 fails the test. */
    public JsonNode json(String path) {
        return json(get(path));
    }

    /** The JSON document of a response; any other response than 200 fails the test. */
    public static JsonNode json(HttpResponse<String> response) {
        if (response.statusCode() != 200) {
            throw new AssertionError(response + "\n" + response.body());
        }
        return parsed(response);
    }

    /** The JSON document of a response. */
    public static JsonNode parsed(HttpResponse<String> response) {
        try {
            return MAPPER.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new AssertionError(response.body(), e);
        }
    }

    /**
     * Reads one metric.
     *
     * @param name with its labels, as the line begins
     * @return 0 if the server does not report it
     */
    public double metric(String name) {
        return get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + ' '))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }
}
