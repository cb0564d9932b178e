package org.sippresence.composition;

import java.util.List;
import java.util.stream.Stream;
import org.sippresence.eventpackage.Composer;
import org.sippresence.eventpackage.Document;
import org.sippresence.eventpackage.EventPackage;
import org.sippresence.eventpackage.Published;
import org.sippresence.model.Aor;
import org.sippresence.publication.Publication;

/** Composes the state of one presentity in one event package. */
public final class Composition {

    private Composition() {}

    /**
     * The document of all these publications.
     *
     * @param lasting what does not expire, such as documents of pidf-manipulation (RFC 4827)
     * @param publications in the order in which they were first published
     */
    public static Document compose(
            EventPackage eventPackage, Aor presentity, List<Published> lasting, List<Publication> publications) {
        List<Published> published = Stream.concat(
                        lasting.stream(),
                        publications.stream().map(each -> new Published(each.id(), each.received(), each.body())))
                .toList();
        return composer(eventPackage).compose(presentity, published);
    }

    /** The document of a presentity of whom nothing is known. */
    public static Document nothing(EventPackage eventPackage, Aor presentity) {
        return composer(eventPackage).compose(presentity, List.of());
    }

    private static Composer composer(EventPackage eventPackage) {
        return eventPackage
                .composer()
                .orElseThrow(() -> new IllegalArgumentException(eventPackage.name() + " is not composed"));
    }
}
