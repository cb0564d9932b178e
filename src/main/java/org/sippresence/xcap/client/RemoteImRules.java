package org.sippresence.xcap.client;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.sippresence.authorization.ImRules;
import org.sippresence.authorization.ImRulesSource;
import org.sippresence.model.Aor;
import org.sippresence.xcap.client.Answer.Failed;
import org.sippresence.xcap.client.RemoteDocument.Known;
import org.sippresence.xcap.client.RemoteDocument.Server;

/**
 * Rules for messages from an XCAP server of somebody else, at the seed's {@code im-rules/users/<user>/<file>}. Asked for when
 * a message comes, but not twice in a second, in a conditional request. What was known stays in force when the server fails.
 */
final class RemoteImRules implements ImRulesSource {

    private final Cache<URI, RemoteDocument<ImRules>> documents;
    private final DocumentNames names;
    private final Server server;
    private final Workers workers;
    private final Duration patience;

    /**
     * What is waited for and kept.
     *
     * @param patience the longest that a message waits for rules
     * @param remembered documents
     */
    record Bounds(Duration patience, int remembered) {}

    RemoteImRules(DocumentNames names, Server server, Workers workers, Bounds bounds) {
        this.documents = Caffeine.newBuilder().maximumSize(bounds.remembered()).build();
        this.names = names;
        this.server = server;
        this.workers = workers;
        this.patience = bounds.patience();
    }

    @Override
    public CompletableFuture<Answer> ask(Aor recipient, String filename) {
        return CompletableFuture.completedFuture(recipient)
                .thenApplyAsync(aor -> names.forMessages(aor, filename), workers.work())
                .thenCompose(name -> name.map(this::answered)
                        .orElseGet(() -> CompletableFuture.completedFuture(
                                new Answer.Unknown(filename, "the document cannot be named"))))
                .exceptionally(failure -> unnamed(recipient, filename, failure));
    }

    private CompletableFuture<Answer> answered(RemoteName name) {
        RemoteDocument<ImRules> document = documents.get(
                name.uri(), absent -> new RemoteDocument<>(name, server, (file, body) -> ImRules.read(body)));
        boolean isRecent = document.wasAskedAfter(server.clock().instant().minus(RemoteRules.JUST_NOW));
        return (isRecent ? CompletableFuture.<Void>completedFuture(null) : document.ask(Urgency.AWAITED))
                .copy()
                .completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS)
                .thenApply(asked -> answer(name, document.known()));
    }

    private static Answer answer(RemoteName name, Optional<Known<ImRules>> known) {
        String document = name.uri().toString();
        if (known.isEmpty()) {
            return new Answer.Unknown(document, "the document was never got from the XCAP server");
        }
        return known.get()
                .rules()
                .<Answer>map(rules -> new Answer.Known(document, rules))
                .orElseGet(Answer.Absent::new);
    }

    private Answer unnamed(Aor recipient, String filename, Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        Failed failed = new Failed(Failure.UNNAMED, cause.getClass().getSimpleName());
        server.tally().count(failed);
        server.warnings().failed(recipient, failed);
        return new Answer.Unknown(filename, "the attributes of users cannot be read");
    }
}
