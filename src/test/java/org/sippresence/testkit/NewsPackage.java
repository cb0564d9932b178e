package org.sippresence.testkit;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.sippresence.authorization.Authorization;
import org.sippresence.authorization.RequestIdentity;
import org.sippresence.eventpackage.EventPackage;
import org.sippresence.model.Aor;
import org.sippresence.model.Body;
import org.sippresence.model.EventName;
import org.sippresence.model.MediaType;
import org.sippresence.notification.EventChange;
import org.sippresence.notification.Reporter;
import org.sippresence.presentity.PresentityTransaction;
import org.sippresence.subscription.Subscription;

/** An event package with a reporter of changes: documents such as {@code 0 whole} and {@code 1 a=2 b=1}. It rejects Carol. */
public final class NewsPackage implements EventPackage, Reporter {

    public static final EventName NAME = new EventName("news");

    /** A changed value; keys named {@code private} are not reported. */
    public record News(String key, String value) implements EventChange {

        @Override
        public EventChange after(EventChange earlier) {
            return new News(key, ((News) earlier).value + '>' + value);
        }
    }

    @Override
    public EventName name() {
        return NAME;
    }

    @Override
    public List<MediaType> notifyTypes() {
        return List.of(TextPackage.PLAIN);
    }

    @Override
    public boolean requiresAuthorization() {
        return false;
    }

    @Override
    public Authorization admit(Aor presentity, RequestIdentity watcher) {
        return watcher.aor().user().equals("carol") ? Authorization.BLOCK : Authorization.ALLOW;
    }

    @Override
    public Body whole(PresentityTransaction transaction, Subscription subscription, long version) {
        return Body.of(subscription.accept(), version + " whole");
    }

    @Override
    public Body partial(
            PresentityTransaction transaction,
            Subscription subscription,
            long version,
            Collection<EventChange> changes) {
        String news = changes.stream()
                .map(each -> each.key() + '=' + ((News) each).value())
                .collect(Collectors.joining(" "));
        return Body.of(subscription.accept(), version + " " + news);
    }

    @Override
    public boolean concerns(Subscription subscription, EventChange change) {
        return !change.key().equals("private");
    }
}
