package org.sippresence.xcap.client;

import com.ctc.wstx.exc.WstxLazyException;
import com.ctc.wstx.stax.WstxInputFactory;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.sippresence.authorization.ExternalLists;
import org.sippresence.model.Aor;
import org.sippresence.xcap.client.RemoteDocument.Known;
import org.sippresence.xcap.client.RemoteDocument.Server;
import org.sippresence.xml.MalformedXmlException;
import org.sippresence.xml.UntrustedXml;

/**
 * Lists on the remote XCAP server that rules refer to by OMA's {@code external-list}. Each list is a separate resource,
 * requested by its URI including the node selector. Shared while strongly referenced. Thread-safe.
 */
final class RemoteLists {

    private static final int MAX_DEPTH = 64;
    private static final long MAX_ELEMENTS = 50_000;
    /** Parser of document fragments, which may use prefixes that are bound outside of the fragment. */
    private static final WstxInputFactory FRAGMENTS = fragments();

    private final Cache<URI, RemoteDocument<Set<Aor>>> documents =
            Caffeine.newBuilder().weakValues().build();
    private final DocumentNames names;
    private final Server server;
    private final ClientThreads workers;

    RemoteLists(DocumentNames names, Server server, ClientThreads workers) {
        this.names = names;
        this.server = server;
        this.workers = workers;
    }

    private static WstxInputFactory fragments() {
        WstxInputFactory factory = UntrustedXml.factory(MAX_DEPTH, MAX_ELEMENTS);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        return factory;
    }

    /**
     * Requested lists.
     *
     * @param uris all lists that the rules refer to
     * @param byUri the lists by the URI in the rules, without URIs that cannot be a list of the user
     */
    record Requested(Set<String> uris, Map<String, RemoteDocument<Set<Aor>>> byUri) implements ExternalLists {

        static final Requested NONE = new Requested(Set.of(), Map.of());

        Requested {
            uris = Set.copyOf(uris);
            byUri = Map.copyOf(byUri);
        }

        /** Whether each list has received a response at least once. */
        boolean areKnown() {
            return byUri.values().stream().allMatch(each -> each.known().isPresent());
        }

        @Override
        public Set<Aor> members(String list) {
            return Optional.ofNullable(byUri.get(list))
                    .flatMap(RemoteDocument::known)
                    .flatMap(Known::content)
                    .orElse(Set.of());
        }
    }

    /**
     * Requests lists.
     *
     * @param owner the user whose rules refer to the lists; only this user's lists and global ones are accepted
     * @return completes when all requests have succeeded or failed; exceptionally if the attributes of users cannot be read
     */
    CompletableFuture<Requested> request(Aor owner, Set<String> lists, RequestPriority priority) {
        if (lists.isEmpty()) {
            return CompletableFuture.completedFuture(Requested.NONE);
        }
        return CompletableFuture.completedFuture(owner)
                .thenApplyAsync(aor -> names.lists(aor, lists), workers.work())
                .thenCompose(found -> request(found, priority))
                .thenApply(requested -> new Requested(lists, requested));
    }

    private CompletableFuture<Map<String, RemoteDocument<Set<Aor>>>> request(
            Map<String, URI> found, RequestPriority priority) {
        Map<String, RemoteDocument<Set<Aor>>> requested = new LinkedHashMap<>();
        found.forEach((list, uri) -> requested.put(
                list, documents.get(uri, absent -> new RemoteDocument<>(uri, server, (file, body) -> members(body)))));
        CompletableFuture<?>[] responses = requested.values().stream()
                .filter(each -> !each.isRecent())
                .map(each -> each.request(priority))
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(responses).thenApply(all -> requested);
    }

    /** Returns the addresses of all entries at any depth; skips values that are no address. */
    private static Set<Aor> members(byte[] document) throws MalformedXmlException {
        Set<Aor> members = new HashSet<>();
        try {
            XMLStreamReader reader = FRAGMENTS.createXMLStreamReader(new ByteArrayInputStream(document));
            try {
                while (reader.hasNext()) {
                    boolean isEntry = reader.next() == XMLStreamConstants.START_ELEMENT
                            && reader.getLocalName().replaceFirst("^[^:]*:", "").equals("entry");
                    if (isEntry) {
                        Optional.ofNullable(reader.getAttributeValue(null, "uri"))
                                .flatMap(Aor::tryParse)
                                .ifPresent(members::add);
                    }
                }
            } finally {
                reader.close();
            }
        } catch (XMLStreamException | WstxLazyException e) {
            throw new MalformedXmlException("the list is not well-formed");
        }
        return Set.copyOf(members);
    }
}
