package org.sippresence.maintenance;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.sippresence.eventpackage.EventPackage;
import org.sippresence.eventpackage.EventPackages;
import org.sippresence.eventpackage.MalformedBodyException;
import org.sippresence.model.Aor;
import org.sippresence.model.Body;
import org.sippresence.model.EntityTag;
import org.sippresence.model.EventName;
import org.sippresence.model.MediaType;
import org.sippresence.model.Rejection;
import org.sippresence.model.UnavailableException;
import org.sippresence.publication.PublishCommand;
import org.sippresence.publication.PublishCommand.Content;
import org.sippresence.publication.PublishOutcome;
import org.sippresence.service.PublishService;
import org.sippresence.service.ResultListener;

/** PUBLISH for interfaces other than SIP, such as REST: the same decisions and effects (RFC 3903). Callable from any thread. */
public final class PublishedStates {

    private final PublishService publishing;
    private final EventPackages packages;

    public PublishedStates(PublishService publishing, EventPackages packages) {
        this.publishing = Objects.requireNonNull(publishing, "publishing");
        this.packages = Objects.requireNonNull(packages, "packages");
    }

    /**
     * A publication request.
     *
     * @param entityTag the entity-tag of an existing publication; empty for a new one
     * @param expires lifetime in seconds; 0 removes the publication
     * @param body empty for a refresh or a removal
     */
    public record PublishRequest(
            Aor presentity, EventName event, Optional<EntityTag> entityTag, OptionalInt expires, Optional<Body> body) {}

    /** Returns the event packages that accept publications. */
    public List<EventName> events() {
        return packages.all().stream()
                .filter(each -> !each.publishTypes().isEmpty())
                .map(EventPackage::name)
                .toList();
    }

    /**
     * Publishes event state.
     *
     * @param request a request for an event package that accepts publications: one of {@link #events}
     * @return a future completed after the commit; fails with {@link UnavailableException}
     */
    public CompletableFuture<PublishOutcome> publish(PublishRequest request) {
        CompletableFuture<PublishOutcome> outcome = new CompletableFuture<>();
        publishing.publish(
                new PublishCommand(
                        request.presentity,
                        request.event,
                        request.entityTag,
                        request.expires,
                        request.body
                                .map(body -> content(packages.get(request.event), body))
                                .orElseGet(Content.None::new),
                        ""),
                ResultListener.completing(outcome));
        return outcome;
    }

    private static Content content(EventPackage eventPackage, Body body) {
        if (!eventPackage.publishTypes().contains(body.type())) {
            return new Content.Unusable(Rejection.of(
                    415,
                    "Unsupported Media Type",
                    "Accept",
                    eventPackage.publishTypes().stream()
                            .map(MediaType::toString)
                            .collect(Collectors.joining(", "))));
        }
        try {
            return new Content.State(eventPackage.check(body));
        } catch (MalformedBodyException e) {
            return new Content.Unusable(Rejection.of(400, e.getMessage()));
        }
    }
}
