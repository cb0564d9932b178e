package org.sippresence.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.catalina.LifecycleException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AsyncResponsesTest {

    @Test
    void anOperationThatDoesNotEndIsAnsweredUnavailableInTime(@TempDir Path directory)
            throws IOException, InterruptedException, LifecycleException {
        try (RestServer server = RestServer.start(directory, Duration.ofMillis(200))) {
            server.administration.silent = true;
            HttpResponse<String> response = server.get("/api/v1/subscriptions/10-s1");
            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.headers().firstValue("Content-Type")).contains(Problem.MEDIA_TYPE);
            assertThat(response.body()).contains("no result within 200 ms; the operation may still complete");
        }
    }
}
