package org.sippresence.presentity;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The cached XCAP documents of one presentity, loaded on first access. Confined to its lane. */
final class MemoryDocuments {

    /**
     * Maximum total size in bytes of a presentity's documents that stay cached between transactions; larger ones are loaded again
     * when needed.
     */
    private static final int KEPT = 32_768;

    private static final Comparator<DocumentKey> ORDER =
            Comparator.comparing(DocumentKey::auid).thenComparing(DocumentKey::path);

    private final TreeMap<DocumentKey, StoredDocument> documents = new TreeMap<>(ORDER);

    MemoryDocuments(List<StoredDocument> stored) {
        stored.forEach(this::put);
    }

    List<StoredDocument> all() {
        return List.copyOf(documents.values());
    }

    List<StoredDocument> of(String auid) {
        return documents.values().stream()
                .filter(each -> each.key().auid().equals(auid))
                .toList();
    }

    Optional<StoredDocument> find(DocumentKey key) {
        return Optional.ofNullable(documents.get(key));
    }

    void put(StoredDocument document) {
        documents.put(document.key(), document);
    }

    boolean remove(DocumentKey key) {
        return documents.remove(key) != null;
    }

    boolean isEmpty() {
        return documents.isEmpty();
    }

    boolean isLarge() {
        return documents.values().stream()
                        .mapToInt(each -> each.body().length())
                        .sum()
                > KEPT;
    }
}
