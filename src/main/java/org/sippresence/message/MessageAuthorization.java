package org.sippresence.message;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.sippresence.authorization.ImDecision;
import org.sippresence.authorization.ImRules;
import org.sippresence.authorization.MalformedRulesException;
import org.sippresence.authorization.Requester;
import org.sippresence.authorization.Situation;
import org.sippresence.model.Aor;
import org.sippresence.model.EntityTag;
import org.sippresence.presentity.DocumentKey;
import org.sippresence.presentity.Presentities;
import org.sippresence.presentity.StoredDocument;
import org.sippresence.presentity.Turn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The seed's {@code authorize_message}: asks the recipient's rules in the recipient's lane, so that a rule counts as soon as
 * it is acknowledged. Without a document every message is allowed, as in the seed. A document that cannot be read allows none:
 * who wrote rules did not mean to be open to all.
 */
public final class MessageAuthorization {

    private static final Logger LOG = LoggerFactory.getLogger(MessageAuthorization.class);
    private static final String AUID = "im-rules";
    private static final int REMEMBERED = 10_000;

    private final Presentities presentities;
    private final SphereSource spheres;
    private final Cache<Version, Reading> read =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    /** One version of a document. */
    private record Version(DocumentKey key, EntityTag entityTag) {}

    /** @param rules empty if the document cannot be read */
    private record Reading(Optional<ImRules> rules) {}

    public MessageAuthorization(Presentities presentities, SphereSource spheres) {
        this.presentities = Objects.requireNonNull(presentities, "presentities");
        this.spheres = Objects.requireNonNull(spheres, "spheres");
    }

    /** Whether the recipient's lane has so much to do that messages should be refused for now. */
    public boolean isOverloaded(Aor recipient) {
        return presentities.isOverloaded(recipient);
    }

    /**
     * Decides. Callable from any thread; the future is completed in the recipient's lane, and fails with an
     * {@link java.io.UncheckedIOException} if the rules cannot be read from the database.
     */
    public CompletableFuture<MessageDecision> authorize(MessageQuery query) {
        CompletableFuture<MessageDecision> decided = new CompletableFuture<>();
        presentities.turn(query.to(), turn -> decided.complete(decide(turn, query)), decided::completeExceptionally);
        return decided;
    }

    private MessageDecision decide(Turn turn, MessageQuery query) {
        DocumentKey key = new DocumentKey(AUID, query.to(), query.filename());
        Optional<StoredDocument> document = turn.documents().find(key);
        if (document.isEmpty()) {
            return new MessageDecision(true, Optional.empty(), Optional.empty(), "the recipient has no such document");
        }
        Optional<ImRules> rules = read.get(
                        new Version(key, document.get().entityTag()), version -> read(document.get()))
                .rules();
        if (rules.isEmpty()) {
            return new MessageDecision(
                    false, Optional.of(key.toString()), Optional.empty(), "the document cannot be read");
        }
        ImDecision decision =
                rules.get().decide(Requester.of(query.from()), new Situation(turn.now(), spheres.sphere(turn)));
        return new MessageDecision(decision.allowed(), Optional.of(key.toString()), decision.rule(), decision.why());
    }

    /** Once for each version, and so is its warning. */
    private static Reading read(StoredDocument document) {
        try {
            return new Reading(Optional.of(ImRules.read(document.body().bytes())));
        } catch (MalformedRulesException e) {
            LOG.warn("document={} allows no message, it cannot be read: {}", document.key(), e.getMessage());
            return new Reading(Optional.empty());
        }
    }
}
