package org.sippresence.xcap;

import java.util.HashSet;
import java.util.Set;
import org.sippresence.presentity.StoredDocument;
import org.sippresence.xcap.ApplicationUsage.Candidate;

/** Services of a resource list server: the schema of RFC 4826 section 4.2 and the constraints of section 4.4.5. */
final class RlsServices {

    static final String NAMESPACE = "urn:ietf:params:xml:ns:rls-services";

    private final ResourceLists lists = new ResourceLists();

    void check(Candidate candidate) throws ConflictException {
        candidate.requireRoot(NAMESPACE, "rls-services");
        DocumentSchema.check(candidate.document());
        Set<String> taken = new HashSet<>();
        for (StoredDocument other : candidate.others()) {
            XmlText.parse(other.body().text())
                    .root()
                    .children()
                    .forEach(service -> taken.add(
                            ResourceLists.canonical(service.value("uri").orElse(""))));
        }
        for (XmlElement service : candidate.root().children()) {
            String uri = service.value("uri").orElse("").strip();
            ResourceLists.requireAbsolute(uri, "the uri of a service is no absolute URI");
            if (!taken.add(ResourceLists.canonical(uri))) {
                String field = "rls-services/service[@uri=\"" + uri + "\"]/@uri";
                throw new ConflictException(Conflict.notUnique(field, ResourceLists.free(uri, taken)));
            }
            checkService(service);
        }
    }

    private void checkService(XmlElement service) throws ConflictException {
        XmlElement resources = service.children().get(0);
        if (resources.is(NAMESPACE, "resource-list")) {
            ResourceLists.requireHttp(resources.text().strip(), "a resource-list is the HTTP URI of a list");
        } else {
            lists.checkList(resources, "rls-services/service/list");
        }
    }
}
