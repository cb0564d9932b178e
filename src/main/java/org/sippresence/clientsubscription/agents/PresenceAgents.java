package org.sippresence.clientsubscription.agents;

import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import org.sippresence.clientsubscription.ClientSubscription;
import org.sippresence.clientsubscription.ClientSubscriptions;
import org.sippresence.clientsubscription.NotifyListener;
import org.sippresence.clientsubscription.SubscriptionTarget;
import org.sippresence.clientsubscription.SubscriptionTarget.Destination;
import org.sippresence.clientsubscription.SubscriptionTarget.EventState;
import org.sippresence.eventpackage.EventPackage;
import org.sippresence.eventpackage.MalformedBodyException;
import org.sippresence.eventpackage.PublishedState;
import org.sippresence.model.Aor;
import org.sippresence.model.Body;
import org.sippresence.model.MediaType;
import org.sippresence.model.RandomIdentifiers;
import org.sippresence.registration.Binding;

/**
 * Subscriptions to the presence agents of watched users, at their registered contacts. The state that an agent reports is valid
 * while its subscription exists. All calls about one user are made in the user's lane.
 */
public final class PresenceAgents {

    private static final int MAX_AGENTS = 10;

    private final ClientSubscriptions subscriptions;
    private final EventPackage presence;
    private final Clock clock;
    private final Optional<String> from;
    private final RandomIdentifiers ids = new RandomIdentifiers("agent.");
    private final ConcurrentMap<Aor, Map<String, Agent>> users = new ConcurrentHashMap<>();
    private volatile Consumer<Aor> onChange = user -> {};

    /**
     * Creates the agents without subscriptions.
     *
     * @param presence the event package that checks their documents
     * @param from the subscriber's URI; empty for the user's own
     */
    public PresenceAgents(
            ClientSubscriptions subscriptions, EventPackage presence, Optional<String> from, Clock clock) {
        this.subscriptions = Objects.requireNonNull(subscriptions, "subscriptions");
        this.presence = Objects.requireNonNull(presence, "presence");
        this.from = Objects.requireNonNull(from, "from");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * Sets the listener that is called in the user's lane when the composed document may have changed; there is one listener, to
     * be set first.
     */
    public void onChange(Consumer<Aor> listener) {
        onChange = listener;
    }

    /** The state that the user's agents report at present. Called in the user's lane. */
    public List<PublishedState> of(Aor user) {
        return users.getOrDefault(user, Map.of()).values().stream()
                .flatMap(agent -> agent.reported.stream())
                .toList();
    }

    /** The number of users with subscriptions to their agents. */
    public int size() {
        return users.size();
    }

    /**
     * Subscribes to new agents, and ends the subscriptions to removed ones. Idempotent. Called in the user's lane.
     *
     * @param watched whether the user has watchers
     */
    public void update(Aor user, boolean watched, List<Binding> contacts) {
        Map<String, Binding> sipContacts = watched ? sipContacts(contacts) : Map.of();
        Map<String, Agent> agents = users.getOrDefault(user, new HashMap<>());
        List<Agent> removed = agents.values().stream()
                .filter(agent -> !sipContacts.containsKey(agent.contact))
                .toList();
        removed.forEach(Agent::unsubscribe);
        agents.values().removeAll(removed);
        sipContacts.forEach((contact, binding) -> {
            Agent agent = agents.get(contact);
            if (agent == null || agent.subscription.isEmpty()) {
                agents.put(contact, subscribed(user, binding));
            }
        });
        if (agents.isEmpty()) {
            users.remove(user);
        } else {
            users.put(user, agents);
        }
        if (removed.stream().anyMatch(agent -> agent.reported.isPresent())) {
            onChange.accept(user);
        }
    }

    private static Map<String, Binding> sipContacts(List<Binding> contacts) {
        Map<String, Binding> sipContacts = new LinkedHashMap<>();
        for (Binding each : contacts) {
            boolean isSip = each.contact().startsWith("sip:") || each.contact().startsWith("sips:");
            if (isSip && sipContacts.size() < MAX_AGENTS) {
                sipContacts.putIfAbsent(each.contact(), each);
            }
        }
        return sipContacts;
    }

    private Agent subscribed(Aor user, Binding binding) {
        Agent agent = new Agent(user, binding.contact());
        SubscriptionTarget target = new SubscriptionTarget(
                user,
                new Destination(binding.contact(), binding.outbound().path(), from.orElse(user.uri()), user.uri()),
                new EventState(presence.name(), "", List.of(MediaType.PIDF), Optional.empty()));
        agent.subscription = subscriptions.subscribe(target, agent);
        return agent;
    }

    /** One presence agent. Used by its user's lane only. */
    private final class Agent implements NotifyListener {

        private final Aor user;
        private final String contact;
        private final String id = ids.next();
        private Optional<ClientSubscription> subscription = Optional.empty();
        private Optional<PublishedState> reported = Optional.empty();

        Agent(Aor user, String contact) {
            this.user = user;
            this.contact = contact;
        }

        void unsubscribe() {
            subscription.ifPresent(ClientSubscription::end);
        }

        @Override
        public boolean notified(Notification notification) {
            if (notification.body().isEmpty()) {
                return true;
            }
            Body body = notification.body().get();
            try {
                presence.check(body);
            } catch (MalformedBodyException e) {
                return false;
            }
            if (!reported.map(PublishedState::body).equals(Optional.of(body))) {
                report(Optional.of(new PublishedState(id, clock.instant(), body)));
            }
            return true;
        }

        @Override
        public void lost(boolean forGood) {
            if (reported.isPresent()) {
                report(Optional.empty());
            }
        }

        private void report(Optional<PublishedState> state) {
            reported = state;
            onChange.accept(user);
        }
    }
}
