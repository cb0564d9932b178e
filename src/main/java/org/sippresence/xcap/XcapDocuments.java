package org.sippresence.xcap;

import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.sippresence.model.Body;
import org.sippresence.model.EntityTag;
import org.sippresence.model.Hashes;
import org.sippresence.presentity.Presentities;
import org.sippresence.presentity.PresentityTransaction;
import org.sippresence.presentity.StoredDocument;
import org.sippresence.xcap.ApplicationUsage.Candidate;
import org.sippresence.xcap.NodeSelector.Terminal;

/**
 * The operations of an XCAP server (RFC 4825 section 8). Each runs in a presentity transaction of the document's owner; the
 * response to a change follows the commit. Thread-safe; results complete in the lane, exceptionally if the database fails.
 */
final class XcapDocuments {

    private static final int TAG_LENGTH = 32;

    private final Presentities presentities;
    private final GeneratedDocuments generated;
    private final Limits limits;

    /**
     * The limits on stored documents.
     *
     * @param bytes maximum size of one document
     * @param documents maximum number for one user, and for the global trees
     */
    record Limits(int bytes, int documents) {}

    XcapDocuments(Presentities presentities, GeneratedDocuments generated, Limits limits) {
        this.presentities = Objects.requireNonNull(presentities, "presentities");
        this.generated = Objects.requireNonNull(generated, "generated");
        this.limits = Objects.requireNonNull(limits, "limits");
    }

    /** Work in a presentity transaction; the response to what it saves follows the commit. */
    private interface Operation {
        XcapOutcome run(PresentityTransaction transaction) throws ConflictException;
    }

    private CompletableFuture<XcapOutcome> change(XcapTarget target, Operation operation) {
        if (!presentities.isStoring()) {
            return refused(503, "the database does not answer");
        }
        return presentities.isOverloaded(target.key().owner())
                ? overloaded()
                : presentities.change(target.key().owner(), transaction -> attempt(transaction, operation));
    }

    private static CompletableFuture<XcapOutcome> overloaded() {
        return refused(503, "the server is overloaded");
    }

    private static XcapOutcome attempt(PresentityTransaction transaction, Operation operation) {
        try {
            return operation.run(transaction);
        } catch (ConflictException e) {
            return new XcapOutcome.Conflicting(e.conflict());
        }
    }

    private static CompletableFuture<XcapOutcome> refused(int status, String reason) {
        return CompletableFuture.completedFuture(new XcapOutcome.Refused(status, reason));
    }

    private static XcapOutcome missing() {
        return new XcapOutcome.Refused(404, "there is no such resource");
    }

    private static XcapOutcome changed() {
        return new XcapOutcome.Refused(412, "the entity-tag of the document does not meet the condition");
    }

    private Optional<StoredDocument> find(PresentityTransaction transaction, XcapTarget target) {
        if (!target.usage().generated()) {
            return transaction.documents().find(target.key());
        }
        List<StoredDocument> documents =
                target.key().isGlobal() ? List.of() : transaction.documents().list();
        return generated
                .find(target.usage(), target.key(), documents)
                .map(body -> new StoredDocument(target.key(), tag(body.bytes()), body, generated.since()));
    }

    private static EntityTag tag(byte[] document) {
        return new EntityTag(Hashes.sha256(document).substring(0, TAG_LENGTH));
    }

    /** Reads a document or a part of it. */
    CompletableFuture<XcapOutcome> get(XcapTarget target, Preconditions conditions) {
        Operation operation = transaction -> {
            Optional<StoredDocument> stored = find(transaction, target);
            Optional<Body> body = stored.isEmpty()
                    ? Optional.empty()
                    : target.node().isEmpty()
                            ? Optional.of(stored.get().body())
                            : NodeResources.read(
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
                    ? new XcapOutcome.Found(body.get(), tag.get(), stored.get().modified())
                    : new XcapOutcome.NotModified(tag.get());
        };
        return presentities.isOverloaded(target.key().owner())
                ? overloaded()
                : presentities.read(target.key().owner(), transaction -> attempt(transaction, operation));
    }

    /** Creates or replaces a document or a part of it. */
    CompletableFuture<XcapOutcome> put(XcapTarget target, Preconditions conditions, Body body) {
        if (target.usage().generated() || isNamespaces(target)) {
            return refused(405, "the resource is read-only");
        }
        if (!body.type().equals(NodeResources.type(target))) {
            return refused(415, "the Content-Type must be " + NodeResources.type(target));
        }
        if (body.length() > limits.bytes()) {
            return refused(413, "a document has at most " + limits.bytes() + " bytes");
        }
        try {
            String text = XmlText.decode(body.bytes());
            if (target.node().isEmpty()) {
                XmlText document = XmlText.parse(text);
                return change(target, transaction -> putDocument(transaction, target, conditions, document));
            }
            String node = target.node().get().isWhole() ? XmlText.fragment(text) : text;
            return change(target, transaction -> putNode(transaction, target, conditions, node));
        } catch (ConflictException e) {
            return CompletableFuture.completedFuture(new XcapOutcome.Conflicting(e.conflict()));
        }
    }

    private static boolean isNamespaces(XcapTarget target) {
        return target.node()
                .filter(node -> node.terminal() instanceof Terminal.Namespaces)
                .isPresent();
    }

    private XcapOutcome putDocument(
            PresentityTransaction transaction, XcapTarget target, Preconditions conditions, XmlText document)
            throws ConflictException {
        Optional<StoredDocument> old = find(transaction, target);
        Optional<EntityTag> tag = old.map(StoredDocument::entityTag);
        if (!conditions.areMet(tag, old.isPresent())) {
            return changed();
        }
        if (old.isEmpty() && transaction.documents().list().size() >= limits.documents()) {
            throw new ConflictException(
                    Conflict.CONSTRAINT, "the maximum of " + limits.documents() + " documents is reached");
        }
        return save(transaction, target, document, old.isEmpty());
    }

    private XcapOutcome putNode(
            PresentityTransaction transaction, XcapTarget target, Preconditions conditions, String node)
            throws ConflictException {
        Optional<StoredDocument> old = find(transaction, target);
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
        boolean exists = NodeResources.read(document, selector).isPresent();
        if (!conditions.areMet(tag, exists)) {
            return changed();
        }
        NodeResources.requireParent(document, target);
        XmlEditor edit = new XmlEditor(document, selector);
        XmlText edited = selector.terminal() instanceof Terminal.Attribute attribute
                ? edit.putAttribute(attribute, node)
                : edit.putElement(node);
        return save(transaction, target, edited, !exists);
    }

    private XcapOutcome save(PresentityTransaction transaction, XcapTarget target, XmlText document, boolean created)
            throws ConflictException {
        byte[] bytes = document.text().getBytes(StandardCharsets.UTF_8);
        if (bytes.length > limits.bytes()) {
            return new XcapOutcome.Refused(413, "a document has at most " + limits.bytes() + " bytes");
        }
        List<StoredDocument> others = transaction
                .documents()
                .list(target.usage().auid())
                .stream()
                .filter(other -> !other.key().equals(target.key()))
                .toList();
        target.usage().validity().check(new Candidate(target.key(), document, others));
        StoredDocument changed = new StoredDocument(
                target.key(),
                tag(bytes),
                Body.of(target.usage().type(), bytes),
                transaction.now().truncatedTo(ChronoUnit.MILLIS));
        Optional<StoredDocument> old = transaction.documents().find(target.key());
        if (old.isEmpty() || !old.get().body().equals(changed.body())) {
            transaction.documents().save(changed);
        }
        return new XcapOutcome.Saved(created, changed.entityTag());
    }

    /** Removes a document or a part of it. */
    CompletableFuture<XcapOutcome> remove(XcapTarget target, Preconditions conditions) {
        if (target.usage().generated() || isNamespaces(target)) {
            return refused(405, "the resource is read-only");
        }
        return change(target, transaction -> {
            Optional<StoredDocument> old = find(transaction, target);
            if (old.isEmpty()) {
                return missing();
            }
            Optional<EntityTag> tag = old.map(StoredDocument::entityTag);
            if (target.node().isEmpty()) {
                if (!conditions.areMet(tag, true)) {
                    return changed();
                }
                transaction.documents().remove(target.key());
                return new XcapOutcome.Removed();
            }
            XmlText document = XmlText.parse(old.get().body().text());
            Optional<XmlText> rest =
                    NodeResources.without(document, target.node().get());
            if (rest.isEmpty()) {
                return missing();
            }
            if (!conditions.areMet(tag, true)) {
                return changed();
            }
            return save(transaction, target, rest.get(), false);
        });
    }
}
