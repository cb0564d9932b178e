package org.sippresence.rest;

import java.util.List;
import org.sippresence.maintenance.SubscriptionAdministration.SubscriptionReport;
import org.sippresence.model.Dialog;
import org.sippresence.subscription.Subscription;
import org.sippresence.subscription.Watcher;

/**
 * One subscription.
 *
 * @param event with its id parameter, as in the Event header
 * @param status pending, active, waiting or terminated
 * @param expires ISO-8601 in UTC
 * @param contentType of its NOTIFYs
 */
record SubscriptionRepresentation(
        String id,
        String presentityUri,
        String event,
        WatcherRepresentation watcher,
        String status,
        String expires,
        String contentType,
        DialogRepresentation dialog) {

    /** The watcher. */
    record WatcherRepresentation(String uri, String displayName, String userAgent) {
        private static WatcherRepresentation from(Watcher watcher) {
            return new WatcherRepresentation(watcher.aor().uri(), watcher.displayName(), watcher.userAgent());
        }
    }

    /** The dialog; local is this server's side. */
    record DialogRepresentation(
            String callId,
            String localTag,
            String remoteTag,
            long localCseq,
            long remoteCseq,
            String remoteTarget,
            List<String> routeSet,
            String transport) {
        private static DialogRepresentation from(Dialog dialog, long localCseq) {
            return new DialogRepresentation(
                    dialog.id().callId(),
                    dialog.id().localTag(),
                    dialog.id().remoteTag(),
                    localCseq,
                    dialog.remoteCSeq(),
                    dialog.remoteTarget(),
                    dialog.routeSet(),
                    dialog.transport());
        }
    }

    static SubscriptionRepresentation from(SubscriptionReport report) {
        Subscription subscription = report.subscription();
        return new SubscriptionRepresentation(
                subscription.id(),
                subscription.presentity().uri(),
                subscription.event().header(),
                WatcherRepresentation.from(subscription.watcher()),
                subscription.state().label(),
                subscription.expires().toString(),
                subscription.accept().toString(),
                DialogRepresentation.from(subscription.dialog(), report.localCSeq()));
    }
}
