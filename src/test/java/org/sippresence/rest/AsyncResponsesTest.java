package org.sippresence.rest;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class AsyncResponsesTest {

    @RegisterExtension
    static final RestServer server = new RestServer(Duration.ofMillis(200));

    @Test
    void anOperationThatDoesNotEndIsAnsweredUnavailableInTime() throws IOException, InterruptedException {
        server.aliceIsOnlineAndWatched();
        server.store.holdWrites();
        RestServer.assertProblem(
                server.delete("/api/v1/subscriptions/10-s1"),
                503,
                "no result within 200 ms; the operation may still complete");
    }
}
