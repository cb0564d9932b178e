package org.sippresence.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sippresence.model.Aor;
import org.sippresence.model.ExpiresPolicy;
import org.sippresence.model.PerDomain;
import org.sippresence.model.Rejection;
import org.sippresence.registration.Binding.Claim;
import org.sippresence.registration.Binding.Outbound;
import org.sippresence.registration.RegisterCommand.Contacts;
import org.sippresence.registration.RegisterOutcome.Accepted;
import org.sippresence.registration.RegisterOutcome.Rejected;
import org.sippresence.registration.Registrations.Feed;
import org.sippresence.settings.Pdomains;
import org.sippresence.settings.RegistrationSettings;

final class RegistrationsTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Aor ALICE = Aor.parse("sip:alice@example.org");
    private static final Aor JABBER = Aor.parse("sip:alice@im.example.org");
    private static final String DESK = "sip:alice@192.0.2.1";
    private static final String MOBILE = "sip:alice@192.0.2.2:5070;transport=tcp";

    private final ListRegistrationStore store = new ListRegistrationStore();
    private final Registrations registrations = new Registrations(new RegistrationSettings(
            new ExpiresPolicy(600, 1800, 60),
            PerDomain.same(3),
            new Pdomains(Map.of("im.example.org", "jabber")),
            List.of(),
            OptionalInt.of(0)));
    private Instant now = NOON;
    private long cseq;

    private RegisterOutcome register(BindingRequest... requests) {
        return register("call", ++cseq, new Contacts.Update(List.of(requests)));
    }

    private RegisterOutcome register(String callId, long number, Contacts contacts) {
        return register(contacts, new Claim(BindingSource.REGISTER, callId, number, "phone"));
    }

    private RegisterOutcome register(Contacts contacts, Claim claim) {
        return registrations.register(new RegisterCommand(ALICE, contacts, OptionalInt.empty(), claim), store, now);
    }

    private static BindingRequest request(String contact) {
        return new BindingRequest(contact, OptionalInt.empty(), OptionalInt.empty(), Outbound.DIRECT);
    }

    private static BindingRequest request(String contact, int expires) {
        return new BindingRequest(contact, OptionalInt.empty(), OptionalInt.of(expires), Outbound.DIRECT);
    }

    private static BindingRequest flow(String contact, int regId) {
        return new BindingRequest(
                contact,
                OptionalInt.empty(),
                OptionalInt.empty(),
                new Outbound("<urn:uuid:1>", regId, List.of("sip:p;ob"), ""));
    }

    private static Rejection rejection(RegisterOutcome outcome) {
        return ((Rejected) outcome).rejection();
    }

    private List<String> contacts() {
        return store.bindings().stream().map(Binding::contact).toList();
    }

    @Test
    void eachContactHasItsOwnLifetimeWithinTheBounds() {
        RegisterOutcome outcome = register(request(DESK), request(MOBILE, 90), request("sip:alice@192.0.2.3", 9999));
        assertThat(((Accepted) outcome).bindings())
                .extracting(Binding::expires)
                .containsExactly(NOON.plusSeconds(600), NOON.plusSeconds(90), NOON.plusSeconds(1800));
        assertThat(store.happened())
                .containsExactly("registered " + DESK, "registered " + MOBILE, "registered sip:alice@192.0.2.3");
    }

    @Test
    void theExpiresHeaderCountsForContactsThatDoNotSay() {
        Claim claim = new Claim(BindingSource.REGISTER, "call", 1, "");
        Contacts contacts = new Contacts.Update(List.of(request(DESK), request(MOBILE, 70)));
        registrations.register(new RegisterCommand(ALICE, contacts, OptionalInt.of(300), claim), store, now);
        assertThat(store.bindings())
                .extracting(Binding::expires)
                .containsExactly(NOON.plusSeconds(300), NOON.plusSeconds(70));
    }

    @Test
    void aRefreshKeepsTheBindingAndSaysWhetherItEndsEarlier() {
        register(request(DESK, 600));
        String id = store.bindings().get(0).id();
        register(request("sip:alice@192.0.2.1;ob", 900));
        register(request(DESK, 60));
        assertThat(store.bindings()).singleElement().satisfies(binding -> {
            assertThat(binding.id()).isEqualTo(id);
            assertThat(binding.since()).isEqualTo(NOON);
        });
        assertThat(store.happened())
                .containsExactly("registered " + DESK, "refreshed sip:alice@192.0.2.1;ob", "shortened " + DESK);
    }

    @Test
    void aContactWithZeroEndsAndTheOthersStay() {
        register(request(DESK), request(MOBILE));
        store.happened();
        register(request(DESK, 0));
        assertThat(contacts()).containsExactly(MOBILE);
        assertThat(store.happened()).containsExactly("unregistered " + DESK);
    }

    @Test
    void theStarEndsAll() {
        register(request(DESK), request(MOBILE));
        register("other", 1, new Contacts.RemoveAll());
        assertThat(contacts()).isEmpty();
    }

    @Test
    void aQueryChangesNothing() {
        register(request(DESK));
        store.happened();
        RegisterOutcome outcome = register("call", 1, new Contacts.Query());
        assertThat(((Accepted) outcome).bindings()).hasSize(1);
        assertThat(store.happened()).isEmpty();
    }

    @Test
    void anOlderRequestOfTheSameCallIs500AndChangesNothing() {
        register("call", 7, new Contacts.Update(List.of(request(DESK))));
        assertThat(rejection(register("call", 7, new Contacts.Update(List.of(request(MOBILE), request(DESK)))))
                        .status())
                .isEqualTo(500);
        assertThat(rejection(register("call", 6, new Contacts.RemoveAll())).status())
                .isEqualTo(500);
        assertThat(contacts()).containsExactly(DESK);
        register("other", 1, new Contacts.Update(List.of(request(DESK))));
        assertThat(store.bindings().get(0).claim().cseq()).isEqualTo(1);
    }

    @Test
    void tooBriefIs423WithMinExpires() {
        Rejection rejection = rejection(register(request(MOBILE), request(DESK, 59)));
        assertThat(rejection.status()).isEqualTo(423);
        assertThat(rejection.headers()).containsEntry("Min-Expires", "60");
        assertThat(contacts()).isEmpty();
    }

    @Test
    void anHourIsNeverTooBrief() {
        Registrations strict = new Registrations(new RegistrationSettings(
                new ExpiresPolicy(7200, 9000, 7200),
                PerDomain.same(3),
                new Pdomains(Map.of()),
                List.of(),
                OptionalInt.empty()));
        Claim claim = new Claim(BindingSource.REGISTER, "call", 1, "");
        Contacts contacts = new Contacts.Update(List.of(request(DESK, 3600)));
        assertThat(strict.register(new RegisterCommand(ALICE, contacts, OptionalInt.empty(), claim), store, now))
                .isInstanceOf(Accepted.class);
    }

    @Test
    void moreContactsThanMayBeAreRefusedUnlessOthersMakeRoom() {
        register(request("sip:a@1"), request("sip:a@2"), request("sip:a@3"));
        assertThat(rejection(register(request("sip:a@4"))).status()).isEqualTo(403);
        assertThat(register(request("sip:a@1", 0), request("sip:a@4"))).isInstanceOf(Accepted.class);
        assertThat(contacts()).containsExactly("sip:a@2", "sip:a@3", "sip:a@4");
    }

    @Test
    void theSameContactTwiceIs400() {
        assertThat(rejection(register(request(DESK), request(DESK, 100))).status())
                .isEqualTo(400);
    }

    @Test
    void aNewFlowOfTheSameInstanceReplacesTheOldOne() {
        register(flow(DESK, 1), flow(MOBILE, 2));
        store.happened();
        register("other", 1, new Contacts.Update(List.of(flow("sip:alice@192.0.2.9", 1))));
        assertThat(contacts()).containsExactly(MOBILE, "sip:alice@192.0.2.9");
        assertThat(store.happened()).containsExactly("unregistered " + DESK, "registered sip:alice@192.0.2.9");
    }

    @Test
    void theSameContactOverTwoFlowsIsThereTwice() {
        register(flow(DESK, 1), flow(DESK, 2));
        register(flow(DESK, 2));
        assertThat(store.bindings()).extracting(each -> each.outbound().regId()).containsExactly(1, 2);
    }

    @Test
    void onlyAnotherTextIsSeenOfARefresh() {
        register(request(DESK, 60));
        assertThat(store.visible()).isEqualTo(1);
        register(request(DESK, 70));
        assertThat(store.visible()).isZero();
        register(request("sip:alice@192.0.2.1;ob", 70));
        assertThat(store.visible()).isEqualTo(1);
    }

    @Test
    void whatIsOverIsGoneEvenIfNobodySweptIt() {
        register(request(DESK, 60));
        now = NOON.plusSeconds(60);
        RegisterOutcome outcome = register("call", 2, new Contacts.Query());
        assertThat(((Accepted) outcome).bindings()).isEmpty();
        assertThat(store.happened()).containsExactly("registered " + DESK, "expired " + DESK);
    }

    @Test
    void whoBelongsToAnotherTenantDoesNotRegisterHere() {
        Claim claim = new Claim(BindingSource.REGISTER, "call", 1, "");
        RegisterCommand command = new RegisterCommand(JABBER, new Contacts.Query(), OptionalInt.empty(), claim);
        assertThat(rejection(registrations.register(command, store, now)).status())
                .isEqualTo(403);
    }

    @Test
    void aFeedOwnsOnlyWhatItSaid() {
        register(request(DESK));
        store.happened();
        registrations.replace(feed(BindingSource.REST, request("xmpp:alice@im"), request(MOBILE, 60)), store, now);
        registrations.replace(feed(BindingSource.REG, request(DESK)), store, now);
        assertThat(contacts()).containsExactly(DESK, "xmpp:alice@im", MOBILE, DESK);
        registrations.replace(feed(BindingSource.REST, request("xmpp:alice@im", 700)), store, now);
        assertThat(store.happened())
                .containsExactly(
                        "created xmpp:alice@im",
                        "created " + MOBILE,
                        "created " + DESK,
                        "refreshed xmpp:alice@im",
                        "deactivated " + MOBILE);
        registrations.remove(BindingSource.REST, store);
        register("other", 1, new Contacts.RemoveAll());
        assertThat(store.bindings()).extracting(Binding::source).containsExactly(BindingSource.REG);
    }

    @Test
    void aFeedThatLeavesAContactOutBySayingZeroEndsIt() {
        registrations.replace(feed(BindingSource.REST, request(DESK)), store, now);
        registrations.replace(feed(BindingSource.REST, request(DESK, 0)), store, now);
        assertThat(contacts()).isEmpty();
    }

    @Test
    void aThirdPartyAndTheUserShareTheContacts() {
        register(new Contacts.Update(List.of(request(DESK))), new Claim(BindingSource.THIRD_PARTY, "proxy", 1, ""));
        register(request(DESK));
        assertThat(store.bindings()).extracting(Binding::source).containsExactly(BindingSource.REGISTER);
        assertThat(store.happened()).containsExactly("created " + DESK, "refreshed " + DESK);
    }

    @Test
    void sourcesAreKnownByTheirLabels() {
        assertThat(Stream.of(BindingSource.values())
                        .map(each -> BindingSource.of(each.label()).orElseThrow()))
                .containsExactly(BindingSource.values());
        assertThat(BindingSource.of("other")).isEmpty();
    }

    private static Feed feed(BindingSource source, BindingRequest... requests) {
        return new Feed(ALICE, Claim.of(source), List.of(requests));
    }
}
