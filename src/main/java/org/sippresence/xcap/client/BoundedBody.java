package org.sippresence.xcap.client;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** Receives a response body up to a maximum length. If the body is longer, closes the connection and returns an empty result. */
final class BoundedBody implements HttpResponse.BodySubscriber<Optional<byte[]>> {

    private final CompletableFuture<Optional<byte[]>> body = new CompletableFuture<>();
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final int maxLength;
    private Optional<Flow.Subscription> subscription = Optional.empty();

    /**
     * Creates the subscriber.
     *
     * @param maxLength maximum number of bytes
     */
    BoundedBody(int maxLength) {
        this.maxLength = maxLength;
    }

    @Override
    public CompletionStage<Optional<byte[]>> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription started) {
        subscription = Optional.of(started);
        started.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        if (body.isDone()) {
            return;
        }
        for (ByteBuffer each : buffers) {
            if (each.remaining() > maxLength - received.size()) {
                body.complete(Optional.empty());
                subscription.ifPresent(Flow.Subscription::cancel);
                return;
            }
            byte[] bytes = new byte[each.remaining()];
            each.get(bytes);
            received.write(bytes, 0, bytes.length);
        }
    }

    @Override
    public void onError(Throwable failure) {
        body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        body.complete(Optional.of(received.toByteArray()));
    }
}
