package org.sippresence.xcap.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.sippresence.model.Body;
import org.sippresence.model.MediaType;
import org.sippresence.settings.XcapSettings;
import org.sippresence.settings.XcapSettings.Limits;
import org.sippresence.settings.logging.FailureCause;
import org.sippresence.xcap.client.DocumentResponse.Absent;
import org.sippresence.xcap.client.DocumentResponse.Failed;
import org.sippresence.xcap.client.DocumentResponse.Found;
import org.sippresence.xcap.client.DocumentResponse.Unchanged;

/**
 * Requests documents from the XCAP server by conditional GET (RFC 4825 section 7.11). The configured timeout covers headers,
 * body and the retry with credentials together. Redirects are not followed. Connections are persistent and shared.
 * Thread-safe, does not block.
 */
final class XcapRequests {

    private static final String ACCEPT = "application/auth-policy+xml, application/resource-lists+xml,"
            + " application/xcap-el+xml, application/xml;q=0.9, text/xml;q=0.8";
    private static final Pattern ETAG = Pattern.compile("(?:W/)?\"[\\x21\\x23-\\x7E]{0,256}\"");
    private static final Pattern XML =
            Pattern.compile("(?:application|text)/(?:[a-z0-9.+-]{1,100}\\+)?xml(?:\\s*;.*)?", Pattern.CASE_INSENSITIVE);
    private static final MediaType BODY = new MediaType("application", "xml");
    private static final int MAX_REQUESTS = 2;
    private static final int MAX_ERROR_BODY = 8192;

    private final HttpClient client;
    private final ServerCredentials credentials;
    private final Limits limits;
    private final Executor work;

    XcapRequests(XcapSettings settings, ClientThreads workers) {
        this.limits = settings.limits();
        this.credentials = new ServerCredentials(settings.credentials());
        this.work = workers.work();
        this.client = HttpClient.newBuilder()
                .executor(workers.connections())
                .connectTimeout(limits.timeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    /**
     * Requests a document.
     *
     * @param etag the entity-tag of the known content; empty if there is none
     * @return never completes exceptionally
     */
    CompletableFuture<DocumentResponse> get(URI uri, Optional<String> etag) {
        Attempt attempt = new Attempt(uri, etag);
        return attempt.send(MAX_REQUESTS)
                .orTimeout(limits.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .handleAsync(
                        (response, failure) -> {
                            if (failure == null) {
                                return attempt.read(response);
                            }
                            attempt.cancel();
                            return failed(failure);
                        },
                        work)
                .exceptionally(XcapRequests::failed);
    }

    private static DocumentResponse failed(Throwable failure) {
        Throwable cause = FailureCause.of(failure);
        if (cause instanceof TimeoutException || cause instanceof HttpTimeoutException) {
            return new Failed(FetchFailure.TIMEOUT, "");
        }
        if (cause instanceof IOException) {
            return new Failed(FetchFailure.UNREACHABLE, cause.getClass().getSimpleName());
        }
        return new Failed(FetchFailure.UNEXPECTED, cause.getClass().getSimpleName());
    }

    /** The retrieval of one document, with up to two requests. */
    private final class Attempt {

        private final URI uri;
        private final Optional<String> etag;
        private volatile Optional<CompletableFuture<?>> exchange = Optional.empty();
        private volatile boolean cancelled;

        Attempt(URI uri, Optional<String> etag) {
            this.uri = uri;
            this.etag = etag;
        }

        CompletableFuture<HttpResponse<Optional<byte[]>>> send(int attempts) {
            Optional<String> sent = credentials.authorization(uri);
            return CompletableFuture.completedFuture(sent)
                    .thenCompose(this::exchange)
                    .thenCompose(response -> {
                        boolean retry = attempts > 1
                                && response.statusCode() == 401
                                && credentials.learn(sent, response.headers().allValues("WWW-Authenticate"));
                        return retry ? send(attempts - 1) : CompletableFuture.completedFuture(response);
                    });
        }

        private CompletableFuture<HttpResponse<Optional<byte[]>>> exchange(Optional<String> authorization) {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(uri).timeout(limits.timeout()).header("Accept", ACCEPT);
            etag.ifPresent(value -> request.header("If-None-Match", value));
            authorization.ifPresent(value -> request.header("Authorization", value));
            CompletableFuture<HttpResponse<Optional<byte[]>>> response =
                    client.sendAsync(request.build(), info -> new BoundedBody(bound(info)));
            exchange = Optional.of(response);
            if (cancelled) {
                response.cancel(true);
            }
            return response.copy();
        }

        /** Returns the maximum body length; the body of a response without document is read only to reuse the connection. */
        private int bound(HttpResponse.ResponseInfo info) {
            return info.statusCode() == 200 ? limits.maxDocument() : MAX_ERROR_BODY;
        }

        /** Closes the connection whose response is late. */
        void cancel() {
            cancelled = true;
            exchange.ifPresent(each -> each.cancel(true));
        }

        DocumentResponse read(HttpResponse<Optional<byte[]>> response) {
            int status = response.statusCode();
            return switch (status) {
                case 200 -> document(response);
                case 304 ->
                    etag.isPresent()
                            ? new Unchanged()
                            : new Failed(FetchFailure.UNEXPECTED, "304 to an unconditional GET");
                case 404, 410 -> new Absent();
                case 401, 403, 407 -> new Failed(FetchFailure.UNAUTHORIZED, Integer.toString(status));
                default -> new Failed(kind(status), Integer.toString(status));
            };
        }

        private static FetchFailure kind(int status) {
            if (status >= 500) {
                return FetchFailure.SERVER_ERROR;
            }
            return status / 100 == 3 ? FetchFailure.REDIRECTED : FetchFailure.UNEXPECTED;
        }

        private DocumentResponse document(HttpResponse<Optional<byte[]>> response) {
            HttpHeaders headers = response.headers();
            Optional<String> type = headers.firstValue("Content-Type");
            if (type.filter(value -> !XML.matcher(value.strip()).matches()).isPresent()) {
                return new Failed(FetchFailure.WRONG_TYPE, "");
            }
            String encoding = headers.firstValue("Content-Encoding").orElse("identity");
            if (!encoding.strip().toLowerCase(Locale.ROOT).equals("identity")) {
                return new Failed(FetchFailure.WRONG_TYPE, "compressed, which was not requested");
            }
            return response.body()
                    .<DocumentResponse>map(bytes -> new Found(Body.of(BODY, bytes), etag(headers)))
                    .orElseGet(() -> new Failed(FetchFailure.TOO_LARGE, ""));
        }

        private static Optional<String> etag(HttpHeaders headers) {
            List<String> tags = headers.allValues("ETag");
            return tags.size() == 1
                    ? Optional.of(tags.get(0)).filter(tag -> ETAG.matcher(tag).matches())
                    : Optional.empty();
        }
    }
}
