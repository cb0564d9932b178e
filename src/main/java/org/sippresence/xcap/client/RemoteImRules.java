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
    private final Duration timeout;

    /**
     * Creates the rules without cached documents.
     *
     * @param work executor for blocking tasks
     * @param timeout the maximum time that a message waits for rules
     * @param cached maximum number of cached documents
     */
    RemoteImRules(DocumentNames names, RemoteLists lists, Server server, Executor work, Duration timeout, int cached) {
        this.entries = Caffeine.newBuilder().maximumSize(cached).build();
        this.names = names;
        this.server = server;
        this.lists = lists;
        this.work = work;
        this.timeout = timeout;
    }

    @Override
    public CompletableFuture<Answer> ask(Aor recipient, String filename) {
        return CompletableFuture.completedFuture(recipient)
                .thenApplyAsync(aor -> names.imRules(aor, filename), work)
                .thenCompose(name -> name.map(uri -> request(recipient, uri))
                        .orElseGet(() -> CompletableFuture.completedFuture(
                                new Answer.Unknown(filename, "the name of the document is invalid"))))
                .exceptionally(failure -> {
                    server.nameLookupFailed(recipient, failure);
                    return new Answer.Unknown(filename, "the attributes of users cannot be read");
                });
    }

    private CompletableFuture<Answer> request(Aor recipient, URI document) {
        Entry entry = entries.get(document, Entry::new);
        return entry.request(recipient)
                .copy()
                .completeOnTimeout(null, timeout.toMillis(), TimeUnit.MILLISECONDS)
                .thenApply(requested -> entry.answer());
    }

    /** A document with strong references to the lists that it referred to at the last request. */
    private final class Entry {

        private final String name;
        private final RemoteDocument<ImRules> document;
        private volatile RemoteLists.Requested requestedLists = RemoteLists.Requested.NONE;

        Entry(URI uri) {
            this.name = uri.toString();
            this.document = new RemoteDocument<>(uri, server, (file, body) -> ImRules.read(body));
        }

        CompletableFuture<Void> request(Aor recipient) {
            return (document.isRecent()
                            ? CompletableFuture.<Void>completedFuture(null)
                            : document.request(RequestPriority.AWAITED))
                    .thenCompose(done -> lists.request(recipient, listUris(), RequestPriority.AWAITED))
                    .thenAccept(requested -> requestedLists = requested);
        }

        private Set<String> listUris() {
            return document.known()
                    .flatMap(Known::content)
                    .map(ImRules::externalLists)
                    .orElse(Set.of());
        }

        Answer answer() {
            Optional<Known<ImRules>> known = document.known();
            if (known.isEmpty()) {
                return new Answer.Unknown(name, "the document was never received from the XCAP server");
            }
            Optional<ImRules> rules = known.get().content();
            if (rules.isEmpty()) {
                return new Answer.Absent();
            }
            RemoteLists.Requested found = requestedLists;
            if (!found.uris().equals(rules.get().externalLists()) || !found.areKnown()) {
                return new Answer.Unknown(name, "a list that it refers to was never received from the XCAP server");
            }
            return new Answer.Known(
                    name, found.uris().isEmpty() ? rules.get() : rules.get().resolve(found));
        }
    }
}
