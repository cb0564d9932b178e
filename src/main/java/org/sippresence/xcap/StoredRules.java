package org.sippresence.xcap;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sippresence.authorization.ExternalLists;
import org.sippresence.authorization.RuleSet;
import org.sippresence.authorization.RulesDocument;
import org.sippresence.authorization.RulesReader;
import org.sippresence.model.Aor;
import org.sippresence.presentity.DocumentKey;
import org.sippresence.presentity.PresentityTransaction;
import org.sippresence.presentity.StoredDocument;
import org.sippresence.settings.Settings;
import org.sippresence.xml.MalformedXmlException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules of users whose documents are stored on the built-in XCAP server: all presence-rules documents of both application
 * usages combined. Parsed once and cached until a document changes. Called in the presentity's lane.
 */
public final class StoredRules {

    private static final Logger LOG = LoggerFactory.getLogger(StoredRules.class);
    private static final List<String> RULES = List.of("pres-rules", "org.openmobilealliance.pres-rules");
    private static final String LISTS = "resource-lists";

    private final XcapUriReader targets;
    private final Cache<Aor, RuleSet> known;

    /**
     * Creates an empty cache.
     *
     * @param size number of users whose rules are cached
     * @param settings the format of user names in the URIs of lists, and the served domains
     */
    public StoredRules(int size, Settings settings) {
        this.targets = XcapUriReader.of(new ApplicationUsages(), settings);
        this.known =
                Caffeine.newBuilder().maximumSize(size).executor(Runnable::run).build();
    }

    /** Returns the rules in force; {@link RuleSet#NONE} if there is no document or one of them cannot be parsed. */
    public RuleSet of(PresentityTransaction transaction) {
        RuleSet rules = known.getIfPresent(transaction.presentity());
        if (rules == null) {
            rules = read(transaction);
            known.put(transaction.presentity(), rules);
        }
        return rules;
    }

    /**
     * Handles the change of a document.
     *
     * @return whether rules may depend on it
     */
    public boolean changed(DocumentKey key) {
        boolean concerned = RULES.contains(key.auid()) || key.auid().equals(LISTS);
        if (concerned) {
            known.invalidate(key.owner());
        }
        return concerned;
    }

    /** Returns the presentity's own resource lists as of this transaction; lists of other users are not accessible in its lane. */
    public ExternalLists lists(PresentityTransaction transaction) {
        return list -> members(transaction, list);
    }

    /** Evicts a presentity: its cached rules may come from an uncommitted change, or its documents were changed externally. */
    public void forget(Aor presentity) {
        known.invalidate(presentity);
    }

    private RuleSet read(PresentityTransaction transaction) {
        List<RulesDocument> documents = new ArrayList<>();
        for (String auid : RULES) {
            for (StoredDocument each : transaction.documents().list(auid)) {
                try {
                    documents.add(
                            RulesReader.read(each.key().toString(), each.body().bytes()));
                } catch (MalformedXmlException e) {
                    // documents are validated by PUT, so the database was changed externally
                    LOG.warn("{} cannot be read, its user's watchers wait: {}", each.key(), e.getMessage());
                    return RuleSet.NONE;
                }
            }
        }
        return RuleSet.of(documents, lists(transaction));
    }

    private Set<Aor> members(PresentityTransaction transaction, String list) {
        Set<Aor> members = new HashSet<>();
        targets.ownList(list, transaction.presentity())
                .flatMap(target -> transaction
                        .documents()
                        .find(target.key())
                        .flatMap(XmlText::of)
                        .map(XmlText::root)
                        .flatMap(root -> target.node().isEmpty()
                                ? Optional.of(root)
                                : target.node().get().element(root)))
                .ifPresent(element -> addEntries(element, members));
        return members;
    }

    private static void addEntries(XmlElement element, Set<Aor> members) {
        element.value("uri")
                .filter(uri -> element.name().getLocalPart().equals("entry"))
                .ifPresent(uri -> {
                    try {
                        members.add(Aor.parse(uri));
                    } catch (IllegalArgumentException e) { // the entry matches no address
                        LOG.debug("an entry of a list is no address: {}", e.getMessage());
                    }
                });
        element.children().forEach(each -> addEntries(each, members));
    }
}
