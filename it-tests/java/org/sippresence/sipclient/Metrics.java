package org.sippresence.sipclient;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Reads the server's Prometheus metrics. */
public final class Metrics {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private Metrics() {}

    /**
     * Reads one metric.
     *
     * @param name with its labels, as the line begins
     * @return 0 if the server does not report it
     */
    public static double read(SipServer server, String adminToken, String name) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://" + server.host() + ':' + server.httpPort() + "/metrics"))
                .timeout(Duration.ofSeconds(10))
                .header("Authorization", "Bearer " + adminToken)
                .build();
        try {
            return HTTP.send(request, BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(line -> line.startsWith(name + ' '))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
