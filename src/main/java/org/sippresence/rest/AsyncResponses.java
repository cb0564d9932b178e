package org.sippresence.rest;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.ws.rs.container.AsyncResponse;
import org.glassfish.jersey.server.spi.AbstractContainerLifecycleListener;
import org.glassfish.jersey.server.spi.Container;
import org.sippresence.engine.DaemonThreads;

/**
 * Sends responses when futures complete. Responses are written on separate threads: futures complete in the lanes, and
 * a client that reads slowly must not block a lane.
 */
final class AsyncResponses extends AbstractContainerLifecycleListener {

    private static final int THREADS = 2;

    private final Duration timeout;
    private final ExecutorService writers;

    /**
     * Creates the threads.
     *
     * @param timeout after which a request is answered 503, though its operation continues
     */
    AsyncResponses(Duration timeout) {
        this.timeout = timeout;
        writers = Executors.newFixedThreadPool(THREADS, DaemonThreads.numbered("rest"));
    }

    /** Responds with the function applied to the result; exceptions of the function are handled as a resource's exceptions. */
    <T> void when(CompletableFuture<T> result, AsyncResponse response, Function<? super T, ?> representation) {
        response.setTimeoutHandler(late -> late.resume(ProblemException.unavailable(
                "no result within " + timeout.toMillis() + " ms; the operation may still complete")));
        response.setTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
        CompletableFuture<Boolean> unused = result.<Object>thenApply(representation)
                .handleAsync(
                        (answer, failure) -> failure == null
                                ? response.resume(answer)
                                : response.resume(UnexpectedErrors.cause(failure)),
                        writers);
    }

    @Override
    public void onShutdown(Container container) {
        writers.shutdown();
    }
}
