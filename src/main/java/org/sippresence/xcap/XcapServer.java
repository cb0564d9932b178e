package org.sippresence.xcap;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.sippresence.audit.AuthenticationGuard;
import org.sippresence.presentity.Presentities;
import org.sippresence.settings.Settings;

/** The built-in XCAP server without its HTTP interface. Thread-safe. */
public final class XcapServer {

    /** Maximum size in bytes: the capacity of the database column. */
    private static final int MAX_DOCUMENT_BYTES = 1_048_576;

    /** Maximum number for one user. */
    private static final int MAX_DOCUMENTS = 100;

    private final XcapUriReader targets;
    private final XcapDocuments documents;
    private final XcapAuthenticator callers;
    private final AuthenticationGuard guard;
    private final int maxDocument;

    /**
     * Creates the server.
     *
     * @param settings the maximum size of a document, the format of user names, and the served domains
     * @param callers authenticates clients
     */
    public XcapServer(Components parts, Settings settings, XcapAuthenticator callers) {
        XcapUriReader lists = XcapUriReader.of(new ApplicationUsages(), settings);
        ApplicationUsages usages = new ApplicationUsages(
                parts.presence(), (owner, list) -> lists.ownList(list, owner).isPresent());
        this.guard = parts.guard();
        this.callers = Objects.requireNonNull(callers, "callers");
        this.maxDocument = Math.min(settings.xcap().limits().maxDocument(), MAX_DOCUMENT_BYTES);
        this.targets = XcapUriReader.of(usages, settings);
        this.documents = new XcapDocuments(
                parts.presentities(),
                new GeneratedDocuments(usages, parts.clock().instant().truncatedTo(ChronoUnit.SECONDS)),
                new XcapDocuments.Limits(maxDocument, MAX_DOCUMENTS));
    }

    /**
     * The components that the server depends on.
     *
     * @param presence checks documents with hard state of presence
     * @param guard limits and records failed authentications
     */
    public record Components(
            Presentities presentities, DocumentCheck presence, AuthenticationGuard guard, Clock clock) {
        public Components {
            Objects.requireNonNull(presentities, "presentities");
            Objects.requireNonNull(presence, "presence");
            Objects.requireNonNull(guard, "guard");
            Objects.requireNonNull(clock, "clock");
        }
    }

    XcapUriReader targets() {
        return targets;
    }

    XcapDocuments documents() {
        return documents;
    }

    AuthenticationGuard guard() {
        return guard;
    }

    XcapAuthenticator callers() {
        return callers;
    }

    int maxDocument() {
        return maxDocument;
    }
}
