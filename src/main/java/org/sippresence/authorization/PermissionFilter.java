package org.sippresence.authorization;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.sippresence.authorization.AttributeFilter.Place;
import org.sippresence.authorization.Selector.Kind;
import org.sippresence.model.Aor;
import org.sippresence.pidf.Contact;
import org.sippresence.pidf.Namespaces;
import org.sippresence.pidf.Note;
import org.sippresence.pidf.Pidf;
import org.sippresence.pidf.PidfMerge;
import org.sippresence.pidf.Tuple;
import org.sippresence.pidf.TupleStatus;
import org.sippresence.xml.Element;

/**
 * Reduces a presence document to what permissions make visible (RFC 5025 section 3.3). Pure functions.
 *
 * <ul>
 *   <li>{@code provide-services}, {@code provide-persons} and {@code provide-devices} apply first: components that they
 *       do not select are removed completely. Within the selected components the permissions for attributes apply.
 *   <li>Always visible in a selected service: id, contact, basic status, timestamp and service class; in a person: id and
 *       timestamp; in a device: id, timestamp and device id.
 *   <li>Other children of the root element describe the presentity as a whole. RFC 5025 does not cover them: they count
 *       as parts of a person that only {@code all-persons} selects.
 *   <li>Remaining elements keep their ids and their order. White space and namespace declarations of removed elements are
 *       removed too.
 *   <li>A watcher with permission for persons or devices but for no service receives no tuple, whatever the presentity's
 *       services are. Where services or nothing may be seen, an empty result is replaced by {@link PidfMerge#offline}, so
 *       that it cannot be distinguished from the document of an offline presentity.
 * </ul>
 *
 * <p>Filtering is idempotent, except for a selection by a class that is itself hidden.
 */
public final class PermissionFilter {

    private final Permissions permissions;
    private final SelectionIndex services;
    private final SelectionIndex persons;
    private final SelectionIndex devices;
    private final AttributeFilter attributes;
    private final UnaryOperator<String> publishedId;

    private PermissionFilter(Permissions permissions, UnaryOperator<String> publishedId) {
        this.permissions = Objects.requireNonNull(permissions, "permissions");
        this.services = new SelectionIndex(permissions.services());
        this.persons = new SelectionIndex(permissions.persons());
        this.devices = new SelectionIndex(permissions.devices());
        this.attributes = new AttributeFilter(permissions);
        this.publishedId = Objects.requireNonNull(publishedId, "publishedId");
    }

    /**
     * Filters a composed document whose tuple ids differ from the published ones: an {@code occurrence-id} matches either.
     *
     * @param publishedId maps the id of a tuple in the document to its id in the publication, or to itself
     * @return the same instance if nothing is hidden
     */
    public static Pidf apply(Pidf document, Permissions permissions, UnaryOperator<String> publishedId) {
        return permissions.equals(Permissions.all())
                ? document
                : new PermissionFilter(permissions, publishedId).filter(document);
    }

    private Pidf filter(Pidf document) {
        List<Tuple> tuples = new ArrayList<>(document.tuples().size());
        for (Tuple each : document.tuples()) {
            if (isSelected(each)) {
                tuples.add(reduced(each));
            }
        }
        boolean whole = permissions.persons().all();
        List<Note> notes = whole ? notes(document.notes()) : List.of();
        List<Element> extensions = new ArrayList<>(document.extensions().size());
        for (Element each : document.extensions()) {
            component(each, whole).ifPresent(extensions::add);
        }
        boolean nothing = tuples.isEmpty() && notes.isEmpty() && extensions.isEmpty();
        return nothing && !showsNoServices()
                ? PidfMerge.offline(new Aor(document.entity()))
                : new Pidf(document.entity(), tuples, notes, extensions);
    }

    /** Whether persons or devices are visible, but no service, so that no tuple may be generated. */
    private boolean showsNoServices() {
        return permissions.services().equals(Selection.NONE)
                && !(permissions.persons().equals(Selection.NONE)
                        && permissions.devices().equals(Selection.NONE));
    }

    /**
     * Filters a child of the root element.
     *
     * @param whole whether information about the presentity as a whole is visible
     */
    private Optional<Element> component(Element element, boolean whole) {
        if (element.is(Namespaces.DATA_MODEL, "person")) {
            return isSelected(persons, element)
                    ? Optional.of(attributes.reduced(element, Place.PERSON))
                    : Optional.empty();
        }
        if (element.is(Namespaces.DATA_MODEL, "device")) {
            return isSelected(devices, element)
                    ? Optional.of(attributes.reduced(element, Place.DEVICE))
                    : Optional.empty();
        }
        return whole ? attributes.filtered(element, Place.PERSON) : Optional.empty();
    }

    private Tuple reduced(Tuple tuple) {
        TupleStatus status = new TupleStatus(
                tuple.status().basic(), attributes.filtered(tuple.status().extensions(), Place.SERVICE));
        return new Tuple(
                tuple.id(),
                status,
                attributes.filtered(tuple.extensions(), Place.SERVICE),
                tuple.contact(),
                notes(tuple.notes()),
                tuple.timestamp());
    }

    private List<Note> notes(List<Note> notes) {
        return permissions.attributes().contains(PresenceAttribute.NOTE) ? notes : List.of();
    }

    private boolean isSelected(Tuple tuple) {
        return services.all()
                || services.names(Kind.OCCURRENCE_ID, tuple.id())
                || services.names(Kind.OCCURRENCE_ID, publishedId.apply(tuple.id()))
                || tuple.contact().filter(this::isSelected).isPresent()
                || namesClass(services, tuple.extensions())
                || namesClass(services, tuple.status().extensions())
                || tuple.extensions().stream()
                        .filter(each -> each.is(Namespaces.OMA_PRES, "service-description"))
                        .flatMap(each -> each.children().stream())
                        .filter(each -> each.is(Namespaces.OMA_PRES, "service-id"))
                        .anyMatch(each ->
                                services.names(Kind.SERVICE_ID, each.text().strip()));
    }

    /** Whether the contact is selected; its scheme is compared exactly (RFC 5025 section 3.3.1.3). */
    private boolean isSelected(Contact contact) {
        int colon = contact.uri().indexOf(':');
        return services.namesUri(Kind.SERVICE_URI, contact.uri())
                || (colon > 0
                        && services.names(Kind.SERVICE_URI_SCHEME, contact.uri().substring(0, colon)));
    }

    /** Whether the component is selected; a person has no device id of its own, so a device id never selects it. */
    private static boolean isSelected(SelectionIndex selection, Element component) {
        return selection.all()
                || component
                        .attribute("id")
                        .filter(id -> selection.names(Kind.OCCURRENCE_ID, id))
                        .isPresent()
                || namesClass(selection, component.children())
                || (component.name().equals("device")
                        && component.children().stream()
                                .filter(each -> each.is(Namespaces.DATA_MODEL, "deviceID"))
                                .anyMatch(each -> selection.namesUri(
                                        Kind.DEVICE_ID, each.text().strip())));
    }

    private static boolean namesClass(SelectionIndex selection, List<Element> elements) {
        return elements.stream()
                .filter(each -> each.is(Namespaces.RPID, "class"))
                .anyMatch(each -> selection.names(Kind.CLASS, each.text().strip()));
    }
}
