package org.sippresence.service;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.sippresence.authorization.Authorization;
import org.sippresence.authorization.DecisionContext;
import org.sippresence.authorization.ExternalLists;
import org.sippresence.authorization.ImRules;
import org.sippresence.authorization.ImRulesSource;
import org.sippresence.authorization.ImRulesSource.Answer;
import org.sippresence.authorization.Requester;
import org.sippresence.authorization.RulesDecision;
import org.sippresence.message.MessageDecision;
import org.sippresence.message.MessageDelivery;
import org.sippresence.message.MessageQuery;
import org.sippresence.model.Aor;
import org.sippresence.model.EntityTag;
import org.sippresence.presentity.DocumentKey;
import org.sippresence.presentity.Presentities;
import org.sippresence.presentity.PresentityTransaction;
import org.sippresence.presentity.StoredDocument;
import org.sippresence.registration.Binding;
import org.sippresence.xml.MalformedXmlException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The authorization of a MESSAGE, as SER's {@code authorize_message}: applies the recipient's rules in the recipient's lane, so
 * that a rule of the built-in XCAP server takes effect as soon as its PUT is acknowledged. Without a rules document every message
 * is allowed, as in SER. A document that cannot be parsed, or that an external XCAP server has and does not return, allows none:
 * a user who wrote rules did not mean to accept everything.
 */
public final class MessageService {

    private static final Logger LOG = LoggerFactory.getLogger(MessageService.class);
    private static final String AUID = "im-rules";
    private static final String LISTS = "resource-lists";
    private static final int CACHED = 10_000;
    private static final int BEST = 1000;

    private final Presentities presentities;
    private final Function<PresentityTransaction, Optional<String>> spheres;
    private final Function<PresentityTransaction, ExternalLists> lists;
    private final Optional<ImRulesSource> external;
    private final Cache<Version, Answer> read =
            Caffeine.newBuilder().maximumSize(CACHED).build();

    /**
     * One version of a document.
     *
     * @param lists the versions of the lists that its references were resolved with; empty before that
     */
    private record Version(DocumentKey key, EntityTag entityTag, List<EntityTag> lists) {}

    /**
     * Creates the service. Reads nothing yet.
     *
     * @param spheres the sphere of the transaction's presentity, which conditions of rules may use (RFC 5025 section 3.1.2); does
     *     not block
     * @param lists the lists of the presentity whose transaction is given
     * @param external the external provider of the rules; empty if they are in our own database
     */
    public MessageService(
            Presentities presentities,
            Function<PresentityTransaction, Optional<String>> spheres,
            Function<PresentityTransaction, ExternalLists> lists,
            Optional<ImRulesSource> external) {
        this.presentities = Objects.requireNonNull(presentities, "presentities");
        this.spheres = Objects.requireNonNull(spheres, "spheres");
        this.lists = Objects.requireNonNull(lists, "lists");
        this.external = Objects.requireNonNull(external, "external");
        presentities
                .listeners()
                .onDocumentsForgotten(owner -> read.asMap()
                        .keySet()
                        .removeIf(version -> version.key().owner().equals(owner)));
    }

    /** Whether the recipient's lane is overloaded, so that messages should be rejected for now. */
    public boolean isOverloaded(Aor recipient) {
        return presentities.isOverloaded(recipient);
    }

    /**
     * Decides whether the message is allowed. Callable from any thread; the future is completed in the recipient's lane, and
     * fails with an {@link java.io.UncheckedIOException} if the rules cannot be read from the database.
     */
    public CompletableFuture<MessageDecision> authorize(MessageQuery query) {
        return deliver(query).thenApply(MessageDelivery::decision);
    }

    /** Decides as {@link #authorize} and looks up the recipient's contacts at the same time. */
    public CompletableFuture<MessageDelivery> deliver(MessageQuery query) {
        return external.map(source -> source.ask(query.to(), query.filename())
                        .thenCompose(answer -> deliver(query, transaction -> answer)))
                .orElseGet(() -> deliver(query, transaction -> stored(transaction, query)));
    }

    private CompletableFuture<MessageDelivery> deliver(
            MessageQuery query, Function<PresentityTransaction, Answer> rules) {
        return presentities.read(query.to(), transaction -> {
            MessageDecision decision = decide(transaction, query, rules.apply(transaction));
            return new MessageDelivery(decision, decision.allowed() ? contacts(transaction) : List.of());
        });
    }

    /** A contact without q has the same priority as q=1 (RFC 3261 section 10.2.1.2 leaves it open). */
    private static List<List<Binding>> contacts(PresentityTransaction transaction) {
        Map<Integer, List<Binding>> byPreference = new TreeMap<>(Comparator.reverseOrder());
        for (Binding each : transaction.registrations().bindings()) {
            boolean usable = each.expires().isAfter(transaction.now())
                    && each.contact().regionMatches(true, 0, "sip", 0, "sip".length());
            if (usable) {
                byPreference
                        .computeIfAbsent(each.q().orElse(BEST), q -> new ArrayList<>())
                        .add(each);
            }
        }
        return List.copyOf(byPreference.values());
    }

    private MessageDecision decide(PresentityTransaction transaction, MessageQuery query, Answer answer) {
        if (answer instanceof Answer.Known known) {
            RulesDecision decision = known.rules()
                    .decide(
                            Requester.of(query.from()),
                            new DecisionContext(transaction.now(), spheres.apply(transaction)));
            return new MessageDecision(
                    decision.handling() == Authorization.ALLOW,
                    Optional.of(known.document()),
                    decision.rule(),
                    decision.why());
        }
        if (answer instanceof Answer.Unknown unknown) {
            return new MessageDecision(false, Optional.of(unknown.document()), Optional.empty(), unknown.why());
        }
        return new MessageDecision(true, Optional.empty(), Optional.empty(), "the recipient has no such document");
    }

    private Answer stored(PresentityTransaction transaction, MessageQuery query) {
        DocumentKey key = new DocumentKey(AUID, query.to(), query.filename());
        Optional<StoredDocument> document = transaction.documents().find(key);
        if (document.isEmpty()) {
            return new Answer.Absent();
        }
        EntityTag version = document.get().entityTag();
        Answer answer = read.get(new Version(key, version, List.of()), first -> read(document.get()));
        if (!(answer instanceof Answer.Known known)
                || known.rules().externalLists().isEmpty()) {
            return answer;
        }
        List<EntityTag> listed = transaction.documents().list(LISTS).stream()
                .map(StoredDocument::entityTag)
                .toList();
        return listed.isEmpty() // no lists: no sender is on one
                ? answer
                : read.get(
                        new Version(key, version, listed),
                        first ->
                                new Answer.Known(known.document(), known.rules().resolve(lists.apply(transaction))));
    }

    /** Parses each version once and logs its warning once. */
    private static Answer read(StoredDocument document) {
        String name = document.key().toString();
        try {
            return new Answer.Known(name, ImRules.read(document.body().bytes()));
        } catch (MalformedXmlException e) {
            LOG.warn("document={} allows no message, it cannot be read: {}", name, e.getMessage());
            return new Answer.Unknown(name, "the document cannot be read");
        }
    }
}
