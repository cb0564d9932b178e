package org.sippresence.xcap.client;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.sippresence.authorization.ImRules;
import org.sippresence.authorization.ImRulesSource;
import org.sippresence.model.Aor;
import org.sippresence.xcap.client.DocumentResponse.Failed;
import org.sippresence.xcap.client.RemoteDocument.Known;
import org.sippresence.xcap.client.RemoteDocument.Server;

/**
 * Message rules from a remote XCAP server, at SER's path {@code im-rules/users/<user>/<file>}. Each message triggers a
 * conditional request, at most one per second and document. The last known rules stay in force when the server fails.
 */
final class RemoteImRules implements ImRulesSource {

    private final Cache<URI, Entry> entries;
    private final DocumentNames names;
    private final Server server;
    private final RemoteLists lists;
    private final Executor work;
    private final Duration patience;

    /**
     * The limits on waiting and caching.
     *
     * @param patience the longest time that a message waits for rules
     * @param remembered number of cached documents
     * @param work executor for blocking tasks
     */
    record Bounds(Duration patience, int remembered, Executor work) {}

    RemoteImRules(DocumentNames names, RemoteLists lists, Server server, Bounds bounds) {
        this.entries = Caffeine.newBuilder().maximumSize(bounds.remembered()).build();
        this.names = names;
        this.server = server;
        this.lists = lists;
        this.work = bounds.work();
        this.patience = bounds.patience();
    }

    @Override
    public CompletableFuture<Answer> ask(Aor recipient, String filename) {
        return CompletableFuture.completedFuture(recipient)
                .thenApplyAsync(aor -> names.forMessages(aor, filename), work)
                .thenCompose(name -> name.map(found -> answered(recipient, found))
                        .orElseGet(() -> CompletableFuture.completedFuture(
                                new Answer.Unknown(filename, "the document cannot be named"))))
                .exceptionally(failure -> unnamed(recipient, filename, failure));
    }

    private CompletableFuture<Answer> answered(Aor recipient, RemoteName name) {
        Entry entry = entries.get(name.uri(), absent -> new Entry(name));
        return entry.ask(recipient)
                .copy()
                .completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS)
                .thenApply(asked -> entry.answer());
    }

    /** A document with strong references to the lists that it referred to at the last request. */
    private final class Entry {

        private final String name;
        private final RemoteDocument<ImRules> document;
        private volatile RemoteLists.Asked listed = RemoteLists.Asked.NOTHING;

        Entry(RemoteName name) {
            this.name = name.uri().toString();
            this.document = new RemoteDocument<>(name, server, (file, body) -> ImRules.read(body));
        }

        CompletableFuture<Void> ask(Aor recipient) {
            boolean isRecent = document.wasAskedAfter(server.clock().instant().minus(RemoteRules.JUST_NOW));
            return (isRecent ? CompletableFuture.<Void>completedFuture(null) : document.ask(RequestPriority.AWAITED))
                    .thenCompose(done -> lists.ask(recipient, named(), RequestPriority.AWAITED))
                    .thenAccept(asked -> listed = asked);
        }

        private Set<String> named() {
            return document.known()
                    .flatMap(Known::content)
                    .map(ImRules::externalLists)
                    .orElse(Set.of());
        }

        Answer answer() {
            Optional<Known<ImRules>> known = document.known();
            if (known.isEmpty()) {
                return new Answer.Unknown(name, "the document was never got from the XCAP server");
            }
            Optional<ImRules> rules = known.get().content();
            if (rules.isEmpty()) {
                return new Answer.Absent();
            }
            RemoteLists.Asked found = listed;
            if (!found.named().equals(rules.get().externalLists()) || !found.areKnown()) {
                return new Answer.Unknown(name, "a list that it names was never got from the XCAP server");
            }
            return new Answer.Known(
                    name, found.named().isEmpty() ? rules.get() : rules.get().lookedUp(found));
        }
    }

    private Answer unnamed(Aor recipient, String filename, Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        Failed failed = new Failed(FetchFailure.UNNAMED, cause.getClass().getSimpleName());
        server.tally().count(failed);
        server.warnings().failed(recipient, failed);
        return new Answer.Unknown(filename, "the attributes of users cannot be read");
    }
}
