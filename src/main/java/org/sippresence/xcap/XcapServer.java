package org.sippresence.xcap;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.sippresence.presentity.Presentities;
import org.sippresence.settings.Settings;
import org.sippresence.settings.XcapSettings.UsernameMode;

/** The built-in XCAP server without its HTTP interface. Thread-safe. */
public final class XcapServer {

    /** Maximum size in bytes: the capacity of the database column. */
    private static final int LARGEST_DOCUMENT = 1_048_576;

    /** Maximum number for one user. */
    private static final int DOCUMENTS = 100;

    private final XcapUriReader targets;
    private final XcapDocuments documents;
    private final XcapAuthenticator callers;
    private final int maxDocument;

    /**
     * Creates the server.
     *
     * @param settings the maximum size of a document, the format of user names, and the served domains
     * @param callers authenticates clients
     */
    public XcapServer(Components parts, Settings settings, XcapAuthenticator callers) {
        boolean byUserPart = settings.xcap().documents().usernameMode() == UsernameMode.USER;
        XcapUriReader lists = new XcapUriReader(
                new ApplicationUsages(ApplicationUsages.Checks.none()),
                settings.sip().domains(),
                byUserPart);
        ApplicationUsages usages = new ApplicationUsages(
                parts.checks(), (owner, list) -> lists.ownList(list, owner).isPresent());
        this.callers = Objects.requireNonNull(callers, "callers");
        this.maxDocument = Math.min(settings.xcap().limits().maxDocument(), LARGEST_DOCUMENT);
        this.targets = new XcapUriReader(usages, settings.sip().domains(), byUserPart);
        this.documents = new XcapDocuments(
                parts.presentities(),
                new GeneratedDocuments(usages, parts.clock().instant().truncatedTo(ChronoUnit.SECONDS)),
                new XcapDocuments.Limits(maxDocument, DOCUMENTS));
    }

    /**
     * The components that the server depends on.
     *
     * @param checks the checks by the components that read the documents
     */
    public record Components(Presentities presentities, ApplicationUsages.Checks checks, Clock clock) {
        public Components {
            Objects.requireNonNull(presentities, "presentities");
            Objects.requireNonNull(checks, "checks");
            Objects.requireNonNull(clock, "clock");
        }
    }

    XcapUriReader targets() {
        return targets;
    }

    XcapDocuments documents() {
        return documents;
    }

    XcapAuthenticator callers() {
        return callers;
    }

    int maxDocument() {
        return maxDocument;
    }
}
