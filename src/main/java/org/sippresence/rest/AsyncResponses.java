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
 * Answers requests when futures complete. The answer is written on threads of its own: futures complete in the lanes, and a
 * client that reads slowly must not hold up a lane.
 */
final class AsyncResponses extends AbstractContainerLifecycleListener {

    private static final int THREADS = 2;

    private final Duration timeout;
    private final ExecutorService writers;

    /** @param timeout after which a request is answered 503, though its operation goes on */
    AsyncResponses(Duration timeout) {
        this.timeout = timeout;
        writers = Executors.newFixedThreadPool(THREADS, DaemonThreads.numbered("rest"));
    }

    /** Answers with what the function makes of the result; what the function throws is answered as a resource's exception. */
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
