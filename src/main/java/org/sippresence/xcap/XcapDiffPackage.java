package org.sippresence.xcap;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.sippresence.access.Operation;
import org.sippresence.authorization.Authorization;
import org.sippresence.authorization.RequestIdentity;
import org.sippresence.eventpackage.EventPackage;
import org.sippresence.eventpackage.MalformedBodyException;
import org.sippresence.model.Aor;
import org.sippresence.model.Body;
import org.sippresence.model.EventName;
import org.sippresence.model.MediaType;
import org.sippresence.settings.Settings;
import org.sippresence.settings.XcapServerSettings;

/**
 * The event package {@code xcap-diff} (RFC 5875): changes of a user's documents on the built-in XCAP server, for the user and
 * for servers that the operator trusts. The body of a SUBSCRIBE selects resources by URIs; without body it selects all
 * documents.
 */
public final class XcapDiffPackage implements EventPackage {

    /** The name of the package (RFC 5875 section 4.2). */
    public static final EventName NAME = new EventName("xcap-diff");

    private static final MediaType LISTS = new MediaType("application", "resource-lists+xml");

    private final XcapUriReader targets;
    private final XcapServerSettings appearance;
    private final Set<Aor> trusted;

    /** Creates the package from the settings of the built-in server. */
    public XcapDiffPackage(Settings settings) {
        this(settings.xcapServer(), XcapUriReader.of(new ApplicationUsages(), settings));
    }

    /**
     * Creates the package.
     *
     * @param targets resolves URIs to documents
     */
    XcapDiffPackage(XcapServerSettings appearance, XcapUriReader targets) {
        this.targets = Objects.requireNonNull(targets, "targets");
        this.appearance = Objects.requireNonNull(appearance, "appearance");
        this.trusted = appearance.watchers().stream().map(Aor::parse).collect(Collectors.toUnmodifiableSet());
    }

    /** Returns the writer of the NOTIFY bodies. */
    public XcapDiffReporter reporter() {
        return new XcapDiffReporter(targets, appearance);
    }

    @Override
    public EventName name() {
        return NAME;
    }

    @Override
    public List<MediaType> notifyTypes() {
        return List.of(XcapDiffWriter.TYPE);
    }

    @Override
    public boolean requiresAuthorization() {
        return false;
    }

    @Override
    public Authorization admit(Aor presentity, RequestIdentity watcher) {
        return watcher.may(Operation.WATCH_DOCUMENTS, presentity) || trusted.contains(watcher.aor())
                ? Authorization.ALLOW
                : Authorization.BLOCK;
    }

    @Override
    public List<MediaType> subscribeTypes() {
        return List.of(LISTS);
    }

    @Override
    public List<String> subscribeParameters() {
        return List.of(DiffProcessing.PARAMETER);
    }

    @Override
    public void checkSubscribe(Body list) throws MalformedBodyException {
        DiffSelection unused = DiffSelection.read(list, targets, appearance.root());
    }
}
