package org.sippresence.xcap;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.sippresence.presentity.Presentities;
import org.sippresence.settings.Settings;
import org.sippresence.settings.XcapSettings.UsernameMode;

/** The built-in XCAP server without its door. Thread-safe. */
public final class XcapServer {

    /** The column of a document takes no more. */
    private static final int LARGEST_DOCUMENT = 1_048_576;

    /** Of one user. */
    private static final int DOCUMENTS = 100;

    private final XcapUriReader targets;
    private final XcapDocuments documents;
    private final XcapAuthenticator callers;
    private final int maxDocument;

    /**
     * Puts it together.
     *
     * @param settings the largest document, how users are named, which domains are ours
     * @param callers tells who asks
     */
    public XcapServer(Parts parts, Settings settings, XcapAuthenticator callers) {
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
     * What it works with.
     *
     * @param checks of those who read documents
     */
    public record Parts(Presentities presentities, ApplicationUsages.Checks checks, Clock clock) {
        public Parts {
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
