package org.sippresence.clientsubscription.reginfo;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.sippresence.clientsubscription.ClientSubscriptions;
import org.sippresence.clientsubscription.NotifyListener;
import org.sippresence.clientsubscription.SubscriptionTarget;
import org.sippresence.clientsubscription.SubscriptionTarget.Destination;
import org.sippresence.clientsubscription.SubscriptionTarget.EventState;
import org.sippresence.clientsubscription.UserSubscriptions;
import org.sippresence.clientsubscription.reginfo.ReginfoReader.Contact;
import org.sippresence.clientsubscription.reginfo.ReginfoReader.Registration;
import org.sippresence.model.Aor;
import org.sippresence.model.EventName;
import org.sippresence.model.MediaType;
import org.sippresence.registration.Binding;
import org.sippresence.registration.Binding.Claim;
import org.sippresence.registration.Binding.Outbound;
import org.sippresence.registration.BindingRequest;
import org.sippresence.registration.BindingSource;
import org.sippresence.registration.Registrations.Feed;
import org.sippresence.xml.MalformedXmlException;

/**
 * Tracks the contacts that watched users have registered at another registrar. Methods are called in the user's lane. The feed is
 * called there too, each time with all known contacts.
 */
public final class RemoteRegistrations {

    private static final EventName REG = new EventName("reg");
    private static final MediaType TYPE = new MediaType("application", "reginfo+xml");

    /** Documents with more contacts are rejected. */
    private static final int MAX_CONTACTS = 500;

    private static final long NONE = -1;

    private final UserSubscriptions subscriptions;
    private final Place place;
    private final Consumer<Feed> feed;
    private final Clock clock;

    /**
     * The parameters of the subscriptions.
     *
     * @param registrar the registrar's SIP URI
     * @param from the subscriber's URI; empty for the user's own
     * @param always users that are always treated as watched
     */
    public record Place(String registrar, Optional<String> from, Set<Aor> always) {

        public Place {
            Objects.requireNonNull(registrar, "registrar");
            Objects.requireNonNull(from, "from");
            always = Set.copyOf(always);
        }
    }

    /** Creates the tracker without subscriptions. */
    public RemoteRegistrations(ClientSubscriptions clientSubscriptions, Place place, Consumer<Feed> feed, Clock clock) {
        this.place = Objects.requireNonNull(place, "place");
        this.feed = Objects.requireNonNull(feed, "feed");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.subscriptions = new UserSubscriptions(clientSubscriptions, new Plan());
    }

    /** Sets whether the user has watchers. Idempotent. */
    public void watched(Aor user, boolean watched) {
        if (watched || place.always().contains(user)) {
            subscriptions.add(user);
        } else if (subscriptions.remove(user)) {
            forget(user);
        }
    }

    private void forget(Aor user) {
        feed.accept(new Feed(user, Claim.of(BindingSource.REG), List.of()));
    }

    private final class Plan implements UserSubscriptions.Plan {

        @Override
        public CompletableFuture<Optional<SubscriptionTarget>> target(Aor user) {
            return CompletableFuture.completedFuture(Optional.of(new SubscriptionTarget(
                    user,
                    Destination.at(place.registrar(), user, place.from().orElse(user.uri())),
                    new EventState(REG, "", List.of(TYPE), Optional.empty()))));
        }

        @Override
        public NotifyListener listener(Aor user, Runnable refresh) {
            return new Contacts(user, refresh);
        }
    }

    /** A contact that is registered until a time; empty if the document gives none. */
    private record Known(Contact contact, Optional<Instant> until) {}

    /** The known contacts of one user. Used by the user's lane only. */
    private final class Contacts implements NotifyListener {

        private final Aor user;
        private final Runnable refresh;
        private final Map<String, Known> known = new LinkedHashMap<>();
        private long dialog = NONE;
        private long version = -1;

        Contacts(Aor user, Runnable refresh) {
            this.user = user;
            this.refresh = refresh;
        }

        @Override
        public boolean notified(Notification notification) {
            if (notification.body().isEmpty()) {
                return true;
            }
            try {
                return apply(ReginfoReader.read(notification.body().get()), notification.dialog());
            } catch (MalformedXmlException e) {
                return false;
            }
        }

        /**
         * Applies a document. Full documents are applied whatever their version, because NOTIFYs are in order; a partial one must
         * have the next version (RFC 3680 section 5.1).
         */
        private boolean apply(ReginfoReader reginfo, long ofDialog) {
            List<Registration> mine = reginfo.registrations().stream()
                    .filter(each -> each.aor().equals(Optional.of(user)))
                    .toList();
            if (mine.isEmpty() && !reginfo.registrations().isEmpty()) {
                return false; // about another user
            }
            boolean isNew = ofDialog != dialog;
            if (!reginfo.whole() && (isNew || reginfo.version() != version + 1)) {
                if (isNew || reginfo.version() > version) {
                    refresh.run();
                }
                return true;
            }
            dialog = ofDialog;
            version = reginfo.version();
            if (reginfo.whole()) {
                known.clear();
            }
            mine.forEach(this::merge);
            if (known.size() > MAX_CONTACTS) {
                known.clear();
                dialog = NONE; // until the next full document
                return false;
            }
            feedAll();
            return true;
        }

        private void merge(Registration registration) {
            if (registration.terminated()) {
                known.clear();
                return;
            }
            Instant now = clock.instant();
            for (Contact each : registration.contacts()) {
                if (each.active() && isUsable(each.uri())) {
                    known.put(
                            each.id(),
                            new Known(
                                    each,
                                    each.expires().stream()
                                            .mapToObj(now::plusSeconds)
                                            .findFirst()));
                } else {
                    known.remove(each.id());
                }
            }
        }

        private static boolean isUsable(String uri) {
            return uri.length() <= Binding.LONGEST_URI && uri.matches("[A-Za-z][A-Za-z0-9+.-]*:[^\\s<>\"]+");
        }

        private void feedAll() {
            Instant now = clock.instant();
            Map<String, BindingRequest> requests = new LinkedHashMap<>(); // a contact may occur with two ids
            for (Known each : known.values()) {
                int left = each.until()
                        .map(until ->
                                (int) Math.max(0, Duration.between(now, until).toSeconds()))
                        .orElse(Integer.MAX_VALUE); // the longest time: a NOTIFY renews it before
                requests.put(
                        each.contact().uri(),
                        new BindingRequest(
                                each.contact().uri(), each.contact().q(), OptionalInt.of(left), Outbound.DIRECT));
            }
            feed.accept(new Feed(user, Claim.of(BindingSource.REG), new ArrayList<>(requests.values())));
        }

        /** Keeps the known contacts until they expire; the next dialog starts with a full document. */
        @Override
        public void lost(boolean forGood) {
            if (forGood) {
                known.clear();
                forget(user);
            }
        }
    }
}
