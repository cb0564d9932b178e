package org.sippresence.registration;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.sippresence.model.Aor;
import org.sippresence.model.ExpiresPolicy;
import org.sippresence.model.RandomIdentifiers;
import org.sippresence.model.Rejection;
import org.sippresence.registration.Binding.Claim;
import org.sippresence.registration.RegisterCommand.Contacts;
import org.sippresence.registration.RegisterOutcome.Accepted;
import org.sippresence.registration.RegisterOutcome.Rejected;
import org.sippresence.registration.RegistrationChange.Event;
import org.sippresence.settings.Pdomains;
import org.sippresence.settings.RegistrationSettings;

/**
 * Decides about the contacts of an address of record: by REGISTER requests (RFC 3261 section 10.3, RFC 5626 section 6) and by
 * external feeds. Removes expired contacts at the same time. Stateless.
 */
public final class Registrations {

    /** RFC 3261 section 10.3 step 7: only an expiration below one hour may be rejected as too brief. */
    private static final int HOUR = 3600;

    private static final Rejection NOT_HERE = Rejection.of(403, "Not registered here: this domain registers elsewhere");
    private static final Rejection OUT_OF_ORDER = Rejection.of(500, "CSeq out of order");
    private static final Rejection TWICE = Rejection.of(400, "The same contact twice");
    private static final Rejection TOO_MANY = Rejection.of(403, "Too many contacts");

    private final RegistrationSettings settings;
    private final ExpiresPolicy expires;
    private final RandomIdentifiers ids = new RandomIdentifiers("");

    public Registrations(RegistrationSettings settings) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.expires = settings.expires().rejectingOnlyBelow(HOUR);
    }

    /** Processes a request whose domain is known to be served; changes the store if it is accepted, entirely or not at all. */
    public RegisterOutcome register(RegisterCommand command, RegistrationStore store, Instant now) {
        if (!settings.pdomains().of(command.aor().domain()).equals(Pdomains.REGISTRAR)) {
            return new Rejected(NOT_HERE);
        }
        expire(store, now);
        if (command.contacts() instanceof Contacts.RemoveAll) {
            return removeAll(command, store, now);
        }
        return command.contacts() instanceof Contacts.Update update
                ? update(command, update.requests(), store, now)
                : new Accepted(store.bindings(), now);
    }

    private static RegisterOutcome removeAll(RegisterCommand command, RegistrationStore store, Instant now) {
        List<Binding> current = of(command.claim().source(), store);
        if (current.stream().anyMatch(each -> isOld(command.claim(), each))) {
            return new Rejected(OUT_OF_ORDER);
        }
        current.forEach(each -> store.apply(new RegistrationChange(each, Event.UNREGISTERED)));
        return new Accepted(store.bindings(), now);
    }

    private RegisterOutcome update(
            RegisterCommand command, List<BindingRequest> requests, RegistrationStore store, Instant now) {
        if (requests.size() > 2 * settings.maxContacts().of(command.aor())) { // as many removed as new contacts
            return new Rejected(TOO_MANY);
        }
        List<Binding> current = of(command.claim().source(), store);
        List<RegistrationChange> changes = new ArrayList<>(requests.size());
        for (BindingRequest request : requests) {
            Optional<Rejection> tooBrief =
                    expires.tooBrief(OptionalInt.of(requested(command, request).orElse(expires.standard())));
            if (tooBrief.isPresent()) {
                return new Rejected(tooBrief.get());
            }
            if (changes.stream().anyMatch(each -> request.isFor(each.binding()))) {
                return new Rejected(TWICE);
            }
            List<Binding> matching = current.stream().filter(request::isFor).toList();
            if (matching.stream().anyMatch(each -> isOld(command.claim(), each))) {
                return new Rejected(OUT_OF_ORDER);
            }
            changes.addAll(changes(wanted(command, request, now), matching));
        }
        return apply(changes, current, store, now);
    }

    /**
     * Returns whether the request is outdated by RFC 3261 section 10.3 steps 6 and 7: the Call-ID is that of the binding and the
     * CSeq is not higher.
     */
    private static boolean isOld(Claim claim, Binding binding) {
        return claim.callId().equals(binding.claim().callId())
                && claim.cseq() <= binding.claim().cseq();
    }

    /** Returns the requested lifetime: that of the contact, or of the whole request. */
    private static OptionalInt requested(RegisterCommand command, BindingRequest request) {
        return request.expires().isPresent() ? request.expires() : command.expires();
    }

    /** Returns the requested contact, without an id yet; it has no lifetime if the request removes it. */
    private Binding wanted(RegisterCommand command, BindingRequest request, Instant now) {
        return new Binding(
                "",
                command.aor(),
                request.contact(),
                request.q(),
                now,
                now.plusSeconds(expires.lifetime(requested(command, request))),
                command.claim(),
                request.outbound());
    }

    /** Computes the changes. Other URIs of the same flow end, and so do equivalent URIs (RFC 5626 section 6). */
    private List<RegistrationChange> changes(Binding wanted, List<Binding> matching) {
        boolean lives = wanted.expires().isAfter(wanted.since());
        Optional<Binding> same = matching.stream()
                .filter(each -> lives && each.isContact(wanted.contact()))
                .findFirst();
        List<RegistrationChange> changes = new ArrayList<>(1);
        for (Binding each : matching) {
            if (!same.equals(Optional.of(each))) {
                changes.add(new RegistrationChange(each, Event.UNREGISTERED));
            }
        }
        if (lives) {
            changes.add(same.map(old -> refresh(old, wanted)).orElseGet(() -> create(wanted)));
        }
        return changes;
    }

    private static RegistrationChange refresh(Binding old, Binding wanted) {
        Event event = wanted.expires().isBefore(old.expires()) ? Event.SHORTENED : Event.REFRESHED;
        return new RegistrationChange(
                wanted.as(old.id(), old.since()), event, !old.contact().equals(wanted.contact()));
    }

    private RegistrationChange create(Binding wanted) {
        return new RegistrationChange(
                wanted.as(ids.next(), wanted.since()),
                wanted.source() == BindingSource.REGISTER ? Event.REGISTERED : Event.CREATED);
    }

    private RegisterOutcome apply(
            List<RegistrationChange> changes, List<Binding> current, RegistrationStore store, Instant now) {
        long more = changes.stream()
                .filter(each -> each.event() == Event.REGISTERED || each.event() == Event.CREATED)
                .count();
        long fewer = changes.stream().filter(each -> each.event().ends()).count();
        if (more > fewer
                && current.size() + more - fewer
                        > settings.maxContacts().of(changes.get(0).binding().aor())) {
            return new Rejected(TOO_MANY);
        }
        changes.forEach(store::apply);
        return new Accepted(store.bindings(), now);
    }

    /**
     * Replaces all contacts of a source by the given ones. Contacts of other sources remain.
     *
     * @param feed an expiration of 0 leaves a contact out; a missing one is the default expiration of registrations
     */
    public RegisterOutcome replace(Feed feed, RegistrationStore store, Instant now) {
        if (feed.requests().size() > settings.maxContacts().of(feed.aor())) {
            return new Rejected(TOO_MANY);
        }
        expire(store, now);
        RegisterCommand command = new RegisterCommand(
                feed.aor(), new Contacts.Update(feed.requests()), OptionalInt.empty(), feed.claim());
        List<Binding> current = of(feed.claim().source(), store);
        List<Binding> left = new ArrayList<>(current);
        List<RegistrationChange> changes = new ArrayList<>();
        for (BindingRequest request : feed.requests()) {
            if (changes.stream().anyMatch(each -> request.isFor(each.binding()))) {
                return new Rejected(TWICE);
            }
            List<Binding> matching = left.stream().filter(request::isFor).toList();
            changes.addAll(changes(wanted(command, request, now), matching));
            left.removeAll(matching);
        }
        left.forEach(each -> changes.add(new RegistrationChange(each, Event.DEACTIVATED)));
        return apply(changes, current, store, now);
    }

    /** Removes all contacts of the source. */
    public void remove(BindingSource source, RegistrationStore store) {
        of(source, store).forEach(each -> store.apply(new RegistrationChange(each, Event.DEACTIVATED)));
    }

    /** Removes the expired contacts. */
    public void expire(RegistrationStore store, Instant now) {
        for (Binding each : store.bindings()) {
            if (!each.expires().isAfter(now)) {
                store.apply(new RegistrationChange(each, Event.EXPIRED));
            }
        }
    }

    private static List<Binding> of(BindingSource source, RegistrationStore store) {
        return store.bindings().stream()
                .filter(each -> each.source().shares(source))
                .toList();
    }

    /**
     * The complete contacts of an address of record according to a source other than SIP.
     *
     * @param claim a claim of {@link BindingSource#REST} or {@link BindingSource#REG}
     */
    public record Feed(Aor aor, Claim claim, List<BindingRequest> requests) {
        public Feed {
            Objects.requireNonNull(aor, "aor");
            Objects.requireNonNull(claim, "claim");
            requests = List.copyOf(requests);
        }
    }
}
