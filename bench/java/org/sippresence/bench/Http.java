package org.sippresence.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;

/**
 * A client of the server's HTTP interface, with the admin token. SIP processing continues during a request. Not
 * thread-safe.
 */
final class Http {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient client = HttpClient.newHttpClient();
    private final LoadStage stage;
    private final URI root;
    private final String token;

    /**
     * Prepares it; nothing is sent yet.
     *
     * @throws BadArguments without {@code --http} and {@code --token}
     */
    Http(LoadStage stage) {
        this.stage = stage;
        Options options = stage.options();
        if (options.http().isEmpty() || options.token().isEmpty()) {
            throw new BadArguments(stage.scenario() + " needs --http and --token");
        }
        root = options.http().get();
        try {
            token = Files.readString(options.token().get()).strip();
        } catch (IOException e) {
            throw new BenchFailure("cannot read " + options.token().get(), e);
        }
    }

    /** Puts a document. */
    void put(String path, String type, String content) {
        send(request(path).header("Content-Type", type).PUT(BodyPublishers.ofString(content)));
    }

    void delete(String path) {
        send(request(path).DELETE());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(root.resolve(path)).timeout(PATIENCE).header("Authorization", "Bearer " + token);
    }

    private void send(HttpRequest.Builder request) {
        HttpResponse<String> response = stage.await(client.sendAsync(request.build(), BodyHandlers.ofString()));
        if (response.statusCode() / 100 != 2) {
            throw new BenchFailure(response.request() + ": " + response.statusCode() + ' ' + response.body());
        }
    }
}
