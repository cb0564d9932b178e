package org.sippresence.xcap.client;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.List;
import org.sippresence.authorization.ExternalLists;
import org.sippresence.authorization.RuleSet;
import org.sippresence.authorization.RulesDocument;
import org.sippresence.authorization.RulesReader;
import org.sippresence.model.Hashes;
import org.sippresence.xml.MalformedXmlException;

/**
 * Interns parsed rules: users with the same document share it and its {@link RuleSet}. Unused entries are garbage-collected.
 * The key is the content and not the entity-tag, since a server may give two documents the same tag.
 */
final class ParsedRules {

    private final Cache<Key, Parsed> documents =
            Caffeine.newBuilder().weakValues().build();
    private final Cache<List<Key>, RuleSet> sets =
            Caffeine.newBuilder().weakValues().build();

    /** A document's display name and the SHA-256 of its bytes. */
    record Key(String name, String hash) {}

    /** A parsed document. */
    record Parsed(Key key, RulesDocument document) {}

    /**
     * Parses a document.
     *
     * @throws MalformedXmlException if the bytes are no rules document
     */
    Parsed read(String name, byte[] body) throws MalformedXmlException {
        Key key = new Key(name, Hashes.sha256(body));
        Parsed known = documents.getIfPresent(key);
        if (known != null) {
            return known;
        }
        RulesDocument document = RulesReader.read(name, body);
        return documents.get(key, absent -> new Parsed(absent, document));
    }

    /** Returns the combined rules of all these documents, shared unless they refer to lists. */
    RuleSet combine(List<Parsed> parsed, ExternalLists lists) {
        if (parsed.isEmpty()) {
            return RuleSet.NONE;
        }
        if (parsed.stream().anyMatch(each -> !each.document().externalLists().isEmpty())) {
            return RuleSet.of(parsed.stream().map(Parsed::document).toList(), lists);
        }
        List<Key> keys = parsed.stream().map(Parsed::key).toList();
        return sets.get(
                keys, absent -> RuleSet.of(parsed.stream().map(Parsed::document).toList()));
    }
}
