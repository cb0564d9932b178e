package org.sippresence.xcap;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sippresence.presentity.StoredDocument;
import org.sippresence.xcap.Usage.Candidate;

/** Services of a resource list server: the schema of RFC 4826 section 4.2 and the constraints of section 4.4.5. */
final class RlsServices {

    static final String NAMESPACE = "urn:ietf:params:xml:ns:rls-services";

    private final ResourceLists lists = new ResourceLists();

    void check(Candidate candidate) throws ConflictException {
        Usages.requireRoot(candidate.root(), NAMESPACE, "rls-services");
        Set<String> taken = new HashSet<>();
        for (StoredDocument other : candidate.others()) {
            XmlText.parse(other.body().text())
                    .root()
                    .children()
                    .forEach(service -> taken.add(
                            ResourceLists.canonical(service.value("uri").orElse(""))));
        }
        for (XmlElement service : candidate.root().children()) {
            require(service.is(NAMESPACE, "service"), "rls-services holds services only");
            require(service.value("uri").isPresent(), "a service has a uri");
            String uri = service.value("uri").get();
            ResourceLists.requireAbsolute(uri, "the uri of a service is no absolute URI");
            if (!taken.add(ResourceLists.canonical(uri))) {
                String field = "rls-services/service[@uri=\"" + uri + "\"]/@uri";
                throw new ConflictException(Conflict.notUnique(field, ResourceLists.free(uri, taken)));
            }
            checkService(service);
        }
    }

    private void checkService(XmlElement service) throws ConflictException {
        Deque<XmlElement> rest = new ArrayDeque<>(service.children());
        require(!rest.isEmpty(), "a service has a resource-list or a list");
        XmlElement resources = rest.removeFirst();
        if (resources.is(NAMESPACE, "resource-list")) {
            String uri = resources.text().strip();
            ResourceLists.requireHttp(uri, "a resource-list is the HTTP URI of a list");
        } else {
            require(resources.is(NAMESPACE, "list"), "a service has a resource-list or a list first");
            lists.checkList(resources, "rls-services/service/list");
        }
        if (!rest.isEmpty() && rest.peekFirst().is(NAMESPACE, "packages")) {
            checkPackages(rest.removeFirst().children());
        }
        for (XmlElement extension : rest) {
            require(!extension.name().getNamespaceURI().equals(NAMESPACE), "a service holds something unknown");
        }
    }

    private static void checkPackages(List<XmlElement> packages) throws ConflictException {
        for (XmlElement each : packages) {
            boolean foreign = !each.name().getNamespaceURI().equals(NAMESPACE);
            require(foreign || each.is(NAMESPACE, "package"), "packages holds names of packages only");
        }
    }

    private static void require(boolean condition, String otherwise) throws ConflictException {
        if (!condition) {
            throw new ConflictException(Conflict.schema(otherwise));
        }
    }
}
