package org.sippresence.clientsubscription.xcapdiff;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.sippresence.clientsubscription.ClientSubscriptions;
import org.sippresence.clientsubscription.NotifyListener;
import org.sippresence.clientsubscription.SubscriptionTarget;
import org.sippresence.clientsubscription.SubscriptionTarget.Destination;
import org.sippresence.clientsubscription.SubscriptionTarget.EventState;
import org.sippresence.clientsubscription.UserSubscriptions;
import org.sippresence.model.Aor;
import org.sippresence.model.Body;
import org.sippresence.model.EventName;
import org.sippresence.model.MediaType;
import org.sippresence.xml.MalformedXmlException;
import org.sippresence.xml.XmlWriter;

/**
 * Requests the documents of watched users again as soon as their XCAP server reports a change. Methods are called in the user's
 * lane.
 */
public final class RemoteDocumentChanges {

    private static final EventName XCAP_DIFF = new EventName("xcap-diff");

    /** Patches are not requested: changed documents are fetched (RFC 5875 section 4.3). */
    private static final String NO_PATCHING = "diff-processing=no-patching";

    private static final MediaType TYPE = new MediaType("application", "xcap-diff+xml");
    private static final MediaType RESOURCE_LISTS = new MediaType("application", "resource-lists+xml");
    private static final int MAX_DOCUMENTS = 1_000;

    private final UserSubscriptions subscriptions;
    private final Documents documents;
    private final String target;
    private final Optional<String> from;

    /** The documents on the XCAP server. */
    public interface Documents {

        /** The selectors of a user's documents below the XCAP root, escaped as in URIs. Completes on any thread, and may fail. */
        CompletableFuture<List<String>> of(Aor user);

        /** Requests the documents again; completes, never exceptionally, after success or failure. */
        CompletableFuture<Void> refresh(Aor user);
    }

    /**
     * Creates the watcher of changes without subscriptions.
     *
     * @param target the SIP URI to subscribe to; a URI without a user part is a server that is asked about each user
     * @param from the subscriber's URI; empty for the user's own
     */
    public RemoteDocumentChanges(
            ClientSubscriptions clientSubscriptions, Documents documents, String target, Optional<String> from) {
        this.documents = Objects.requireNonNull(documents, "documents");
        this.target = Objects.requireNonNull(target, "target");
        this.from = Objects.requireNonNull(from, "from");
        this.subscriptions = new UserSubscriptions(clientSubscriptions, new Plan());
    }

    /** Sets whether the user has watchers. Idempotent. */
    public void watched(Aor user, boolean watched) {
        if (watched) {
            subscriptions.add(user);
        } else {
            subscriptions.remove(user);
        }
    }

    private final class Plan implements UserSubscriptions.Plan {

        @Override
        public CompletableFuture<Optional<SubscriptionTarget>> target(Aor user) {
            return documents
                    .of(user)
                    .thenApply(selectors -> selectors.isEmpty()
                            ? Optional.empty()
                            : Optional.of(new SubscriptionTarget(
                                    user,
                                    destination(user),
                                    new EventState(
                                            XCAP_DIFF, NO_PATCHING, List.of(TYPE), Optional.of(list(selectors))))));
        }

        @Override
        public NotifyListener listener(Aor user, Runnable refresh) {
            return new Changes(user);
        }
    }

    /**
     * The destination. A server is the loose route of a SUBSCRIBE for the user; a URI with a user part is the Request-URI itself,
     * subscribed to for the documents alone (RFC 5875 section 4.1).
     */
    private Destination destination(Aor user) {
        String self = from.orElse(user.uri());
        return target.contains("@")
                ? new Destination(target, List.of(), self, target)
                : Destination.at(target, user, self);
    }

    /** The list of subscribed documents (RFC 5875 section 4.4). */
    private static Body list(List<String> selectors) {
        XmlWriter out = new XmlWriter();
        out.raw(XmlWriter.DECLARATION).raw("<resource-lists xmlns=\"urn:ietf:params:xml:ns:resource-lists\"><list>");
        selectors.forEach(each -> out.raw("<entry").attribute("uri", each).raw("/>"));
        return Body.of(RESOURCE_LISTS, out.raw("</list></resource-lists>").toString());
    }

    /** The known entity-tags of one user's documents. Notified in one lane; refreshes complete on any thread. */
    private final class Changes implements NotifyListener {

        private final Aor user;
        private final Map<String, String> known = new HashMap<>();
        private long dialog;
        private boolean inProgress;
        private boolean repeat;

        Changes(Aor user) {
            this.user = user;
        }

        @Override
        public boolean notified(Notification notification) {
            if (notification.body().isEmpty()) {
                return true;
            }
            try {
                Map<String, String> reported =
                        XcapDiffReader.read(notification.body().get()).documents();
                boolean first = notification.dialog() != dialog; // anything may have changed in between
                if (first) {
                    dialog = notification.dialog();
                    known.clear();
                }
                boolean changed = false;
                for (Map.Entry<String, String> each : reported.entrySet()) {
                    changed |= !each.getValue().equals(known.put(each.getKey(), each.getValue()));
                }
                if (known.size() > MAX_DOCUMENTS) {
                    known.clear();
                }
                if (first || changed) {
                    refresh();
                }
                return true;
            } catch (MalformedXmlException e) {
                return false;
            }
        }

        /** Requests the documents; one request at a time, repeated once if something changes during it. */
        private synchronized void refresh() {
            if (inProgress) {
                repeat = true;
                return;
            }
            inProgress = true;
            CompletableFuture<Void> unused = documents.refresh(user).thenRun(this::refreshed);
        }

        private void refreshed() {
            boolean more;
            synchronized (this) {
                inProgress = false;
                more = repeat;
                repeat = false;
            }
            if (more) {
                refresh();
            }
        }

        /** Does nothing: the periodic requests continue. */
        @Override
        public void lost(boolean forGood) {
            // nothing to revert
        }
    }
}
