package org.sippresence.xcap;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.sippresence.eventpackage.MalformedBodyException;
import org.sippresence.model.Body;
import org.sippresence.notification.EventChange;
import org.sippresence.notification.Reporter;
import org.sippresence.presentity.DocumentChange;
import org.sippresence.presentity.PresentityTransaction;
import org.sippresence.presentity.StoredDocument;
import org.sippresence.settings.XcapServerSettings;
import org.sippresence.subscription.Subscription;
import org.sippresence.xcap.DiffSelection.Component;
import org.sippresence.xcap.PatchOperation.Content;
import org.sippresence.xcap.XcapDiffWriter.Attribute;
import org.sippresence.xcap.XcapDiffWriter.Document;
import org.sippresence.xcap.XcapDiffWriter.Element;
import org.sippresence.xcap.XcapDiffWriter.Item;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the bodies of {@code xcap-diff} (RFC 5875 section 4.7): first the current state of the selected resources, then
 * their changes. Called in the lane of the documents' owner.
 */
public final class XcapDiffReporter implements Reporter {

    private static final Logger LOG = LoggerFactory.getLogger(XcapDiffReporter.class);

    /**
     * Maximum length in bytes; a longer body reports only that a resource exists or has changed. A NOTIFY must fit into a
     * datagram.
     */
    private static final int MAX_LENGTH = 48_000;

    private final XcapUriReader targets;
    private final String root;
    private final Duration minInterval;

    XcapDiffReporter(XcapUriReader targets, XcapServerSettings settings) {
        this.targets = Objects.requireNonNull(targets, "targets");
        this.root = settings.root();
        this.minInterval = settings.minInterval();
    }

    @Override
    public Duration minInterval() {
        return minInterval;
    }

    /** Returns the event change that reports the change of a document. */
    public static EventChange change(DocumentChange change) {
        return DocumentHistory.of(change);
    }

    private DiffSelection selections(Subscription subscription) {
        Optional<Body> list = subscription.preferences().body();
        if (list.isEmpty()) {
            return DiffSelection.EVERYTHING;
        }
        try {
            return DiffSelection.read(list.get(), targets, root);
        } catch (
                MalformedBodyException
                        e) { // the body was valid at SUBSCRIBE: the settings or the database have changed
            LOG.warn(
                    "the resources of subscription {} cannot be read, it selects none: {}",
                    subscription.id(),
                    e.getMessage());
            return DiffSelection.NOTHING;
        }
    }

    @Override
    public boolean concerns(Subscription subscription, EventChange change) {
        return selections(subscription).concern(((DocumentHistory) change).document());
    }

    @Override
    public Body whole(PresentityTransaction transaction, Subscription subscription, long version) {
        DiffSelection selections = selections(subscription);
        List<Item> items = new ArrayList<>();
        for (StoredDocument each : transaction.documents().list()) {
            selections.document(each.key()).ifPresent(sel -> items.add(Document.existing(sel, each.entityTag())));
        }
        for (Component each : selections.components()) {
            if (each.target().key().owner().equals(transaction.presentity())) {
                Item item =
                        item(each, transaction.documents().find(each.target().key()));
                if (exists(item)) {
                    items.add(item);
                }
            }
        }
        return new XcapDiffWriter(root, items).print(MAX_LENGTH);
    }

    @Override
    public Body partial(
            PresentityTransaction transaction,
            Subscription subscription,
            long version,
            Collection<EventChange> changes) {
        DiffSelection selections = selections(subscription);
        DiffProcessing processing = DiffProcessing.of(subscription.preferences().parameters());
        List<Item> items = new ArrayList<>();
        for (EventChange each : changes) {
            DocumentHistory steps = (DocumentHistory) each;
            selections.document(steps.document()).ifPresent(sel -> items.addAll(processing.entries(sel, steps)));
            for (Component component : selections.components(steps.document())) {
                Item now = item(component, steps.after());
                if (!now.equals(item(component, steps.before()))) {
                    items.add(now);
                }
            }
        }
        return new XcapDiffWriter(root, items).print(MAX_LENGTH);
    }

    private static boolean exists(Item item) {
        return item instanceof Element element
                ? element.content().isPresent()
                : item instanceof Attribute attribute && attribute.value().isPresent();
    }

    private static Item item(Component component, Optional<StoredDocument> document) {
        Optional<XmlText> text = document.flatMap(XmlText::of);
        Optional<XmlElement> found = text.flatMap(each -> component.selector().element(each.root()));
        if (component.selector().terminal() instanceof NodeSelector.Terminal.Attribute attribute) {
            return new Attribute(
                    component.sel(),
                    found.flatMap(element -> element.attribute(attribute.name()))
                            .map(XmlAttribute::value));
        }
        return new Element(
                component.sel(), found.map(element -> new Content(text.get().of(element), element.namespaces())));
    }
}
