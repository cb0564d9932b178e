package org.sippresence.rest;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.ws.rs.core.Response;
import org.glassfish.jersey.server.spi.AbstractContainerLifecycleListener;
import org.glassfish.jersey.server.spi.Container;
import org.sippresence.engine.DaemonThreads;
import org.sippresence.settings.logging.FailureCause;

/**
 * Makes responses of futures. Responses are written on separate threads: futures complete in the lanes, and a client that reads
 * slowly must not block a lane.
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
    <T, R> CompletionStage<R> when(CompletableFuture<T> result, Function<? super T, R> representation) {
        CompletableFuture<R> response = new CompletableFuture<>();
        CompletableFuture<R> unused = result.copy()
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .thenApply(representation)
                .whenCompleteAsync(
                        (entity, failure) -> {
                            if (failure == null) {
                                response.complete(entity);
                            } else {
                                response.completeExceptionally(error(FailureCause.of(failure)));
                            }
                        },
                        writers);
        return response;
    }

    private Throwable error(Throwable failure) {
        return failure instanceof TimeoutException
                ? ProblemException.unavailable(
                        "no result within " + timeout.toMillis() + " ms; the operation may still complete")
                : failure;
    }

    /** Responds 204 if the operation found what it ends or removes, otherwise with the problem. */
    CompletionStage<Response> noContent(CompletableFuture<Boolean> found, Supplier<ProblemException> otherwise) {
        return when(found, done -> {
            if (!done) {
                throw otherwise.get();
            }
            return Response.noContent().build();
        });
    }

    @Override
    public void onShutdown(Container container) {
        writers.shutdown();
    }
}
