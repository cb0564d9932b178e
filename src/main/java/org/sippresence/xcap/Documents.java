package org.sippresence.xcap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.sippresence.model.Body;
import org.sippresence.model.EntityTag;
import org.sippresence.presentity.Presentities;
import org.sippresence.presentity.StoredDocument;
import org.sippresence.presentity.Turn;
import org.sippresence.xcap.NodeSelector.Terminal;
import org.sippresence.xcap.Usage.Candidate;

/**
 * The operations of an XCAP server (RFC 4825 section 8), each in a turn of the document's owner: a change is answered when
 * it is committed. Thread-safe; results complete in the lane, exceptionally if the database fails.
 */
final class Documents {

    private static final int TAG_BYTES = 16;

    private final Presentities presentities;
    private final Generated generated;
    private final Limits limits;

    /**
     * How much a user may keep.
     *
     * @param bytes of one document
     * @param documents of one user, and of the global trees
     */
    record Limits(int bytes, int documents) {}

    Documents(Presentities presentities, Generated generated, Limits limits) {
        this.presentities = Objects.requireNonNull(presentities, "presentities");
        this.generated = Objects.requireNonNull(generated, "generated");
        this.limits = Objects.requireNonNull(limits, "limits");
    }

    /** Work in a turn; what it saves is told to the client when it is committed. */
    private interface Operation {
        Outcome run(Turn turn) throws ConflictException;
    }

    private CompletableFuture<Outcome> change(Target target, Operation operation) {
        if (!presentities.isStoring()) {
            return refused(503, "the database does not answer");
        }
        return run(target, operation);
    }

    private CompletableFuture<Outcome> run(Target target, Operation operation) {
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        if (presentities.isOverloaded(target.key().owner())) {
            answer.complete(new Outcome.Refused(503, "the server has too much to do"));
            return answer;
        }
        presentities.turn(
                target.key().owner(),
                turn -> {
                    Outcome outcome = attempt(turn, operation);
                    turn.onCommit(later -> answer.complete(outcome));
                    turn.onFailure(() -> answer.completeExceptionally(
                            new UncheckedIOException(new IOException("the change could not be written"))));
                },
                answer::completeExceptionally);
        return answer;
    }

    private static Outcome attempt(Turn turn, Operation operation) {
        try {
            return operation.run(turn);
        } catch (ConflictException e) {
            return new Outcome.Conflicting(e.conflict());
        }
    }

    private static CompletableFuture<Outcome> refused(int status, String reason) {
        return CompletableFuture.completedFuture(new Outcome.Refused(status, reason));
    }

    private static Outcome missing() {
        return new Outcome.Refused(404, "there is no such resource");
    }

    private static Outcome changed() {
        return new Outcome.Refused(412, "the document is another one by now");
    }

    private Optional<StoredDocument> find(Turn turn, Target target) {
        if (!target.usage().generated()) {
            return turn.documents().find(target.key());
        }
        List<StoredDocument> documents =
                target.key().isGlobal() ? List.of() : turn.documents().list();
        return generated
                .find(target.usage(), target.key(), documents)
                .map(body -> new StoredDocument(target.key(), tag(body.bytes()), body, generated.since()));
    }

    private static EntityTag tag(byte[] document) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(document);
            return new EntityTag(HexFormat.of().formatHex(digest, 0, TAG_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Reads a document or a part of one. */
    CompletableFuture<Outcome> get(Target target, Conditions conditions) {
        return run(target, turn -> {
            Optional<StoredDocument> stored = find(turn, target);
            Optional<Body> body = stored.isEmpty()
                    ? Optional.empty()
                    : target.node().isEmpty()
                            ? Optional.of(stored.get().body())
                            : Nodes.read(
                                    XmlText.parse(stored.get().body().text()),
                                    target.node().get());
            if (body.isEmpty()) {
                return missing();
            }
            Optional<EntityTag> tag = stored.map(StoredDocument::entityTag);
            if (!conditions.match(tag, true)) {
                return changed();
            }
            return conditions.noneMatch(tag, true)
                    ? new Outcome.Found(body.get(), tag.get(), stored.get().modified())
                    : new Outcome.NotModified(tag.get());
        });
    }

    /** Writes a document or a part of one. */
    CompletableFuture<Outcome> put(Target target, Conditions conditions, Body body) {
        if (target.usage().generated() || isNamespaces(target)) {
            return refused(405, "this can only be read");
        }
        if (!body.type().equals(Nodes.type(target))) {
            return refused(415, "the body must be " + Nodes.type(target));
        }
        if (body.length() > limits.bytes()) {
            return refused(413, "a document has at most " + limits.bytes() + " bytes");
        }
        try {
            String text = XmlText.decode(body.bytes());
            if (target.node().isEmpty()) {
                XmlText document = XmlText.parse(text);
                return change(target, turn -> putDocument(turn, target, conditions, document));
            }
            String node = target.node().get().isWhole() ? XmlText.fragment(text) : text;
            return change(target, turn -> putNode(turn, target, conditions, node));
        } catch (ConflictException e) {
            return CompletableFuture.completedFuture(new Outcome.Conflicting(e.conflict()));
        }
    }

    private static boolean isNamespaces(Target target) {
        return target.node()
                .filter(node -> node.terminal() instanceof Terminal.Namespaces)
                .isPresent();
    }

    private Outcome putDocument(Turn turn, Target target, Conditions conditions, XmlText document)
            throws ConflictException {
        Optional<StoredDocument> old = find(turn, target);
        Optional<EntityTag> tag = old.map(StoredDocument::entityTag);
        if (!conditions.match(tag, old.isPresent()) || !conditions.noneMatch(tag, old.isPresent())) {
            return changed();
        }
        if (old.isEmpty() && turn.documents().list().size() >= limits.documents()) {
            throw new ConflictException(
                    Conflict.constraint("there are " + limits.documents() + " documents already, no more are allowed"));
        }
        return save(turn, target, document, old.isEmpty());
    }

    private Outcome putNode(Turn turn, Target target, Conditions conditions, String node) throws ConflictException {
        Optional<StoredDocument> old = find(turn, target);
        Optional<EntityTag> tag = old.map(StoredDocument::entityTag);
        NodeSelector selector = target.node().orElseThrow();
        if (old.isEmpty()) {
            if (!conditions.match(tag, false)) {
                return changed();
            }
            String directory = target.path().substring(0, target.path().lastIndexOf('/') + 1);
            throw new ConflictException(Conflict.noParent(directory));
        }
        XmlText document = XmlText.parse(old.get().body().text());
        boolean exists = Nodes.read(document, selector).isPresent();
        if (!conditions.match(tag, exists) || !conditions.noneMatch(tag, exists)) {
            return changed();
        }
        Nodes.requireParent(document, target);
        Edit edit = new Edit(document, selector);
        XmlText edited = selector.terminal() instanceof Terminal.Attribute attribute
                ? edit.putAttribute(attribute, node)
                : edit.putElement(node);
        return save(turn, target, edited, !exists);
    }

    private Outcome save(Turn turn, Target target, XmlText document, boolean created) throws ConflictException {
        byte[] bytes = document.text().getBytes(StandardCharsets.UTF_8);
        if (bytes.length > limits.bytes()) {
            return new Outcome.Refused(413, "a document has at most " + limits.bytes() + " bytes");
        }
        List<StoredDocument> others = turn.documents().list(target.usage().auid()).stream()
                .filter(other -> !other.key().equals(target.key()))
                .toList();
        target.usage().validity().check(new Candidate(target.key(), document, others));
        StoredDocument changed = new StoredDocument(
                target.key(),
                tag(bytes),
                Body.of(target.usage().type(), bytes),
                turn.now().truncatedTo(ChronoUnit.MILLIS));
        Optional<StoredDocument> old = turn.documents().find(target.key());
        if (old.isEmpty() || !old.get().body().equals(changed.body())) {
            turn.documents().save(changed);
        }
        return new Outcome.Saved(created, changed.entityTag());
    }

    /** Removes a document or a part of one. */
    CompletableFuture<Outcome> remove(Target target, Conditions conditions) {
        if (target.usage().generated() || isNamespaces(target)) {
            return refused(405, "this can only be read");
        }
        return change(target, turn -> {
            Optional<StoredDocument> old = find(turn, target);
            if (old.isEmpty()) {
                return missing();
            }
            Optional<EntityTag> tag = old.map(StoredDocument::entityTag);
            if (target.node().isEmpty()) {
                if (!conditions.match(tag, true) || !conditions.noneMatch(tag, true)) {
                    return changed();
                }
                turn.documents().remove(target.key());
                return new Outcome.Removed();
            }
            XmlText document = XmlText.parse(old.get().body().text());
            Optional<XmlText> rest = Nodes.without(document, target.node().get());
            if (rest.isEmpty()) {
                return missing();
            }
            if (!conditions.match(tag, true) || !conditions.noneMatch(tag, true)) {
                return changed();
            }
            return save(turn, target, rest.get(), false);
        });
    }
}
