package org.sippresence.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sippresence.model.Aor;
import org.sippresence.model.ExpiresPolicy;
import org.sippresence.model.PerDomain;
import org.sippresence.registration.Binding.Claim;
import org.sippresence.registration.Binding.Outbound;
import org.sippresence.registration.RegisterCommand.Contacts;
import org.sippresence.registration.RegisterOutcome.Rejected;
import org.sippresence.settings.Pdomains;
import org.sippresence.settings.RegistrationSettings;

/** What holds after every request, whatever came before. */
final class RandomRegistrationsTest {

    private static final Aor ALICE = Aor.parse("sip:alice@example.org");
    private static final int MOST = 4;

    private final Registrations registrations = new Registrations(new RegistrationSettings(
            new ExpiresPolicy(60, 90, 10),
            PerDomain.same(MOST),
            new Pdomains(Map.of()),
            List.of(),
            OptionalInt.empty()));
    private Random random = new Random();
    private Instant now = Instant.parse("2026-11-22T12:00:00Z");

    @Test
    void noContactIsThereTwiceOrTooLongAndWhatIsRefusedChangesNothing() {
        for (long seed = 1; seed <= 200; seed++) {
            random = new Random(seed);
            ListRegistrationStore store = new ListRegistrationStore();
            for (int i = 0; i < 60; i++) {
                now = now.plusSeconds(random.nextInt(20));
                registrations.expire(store, now);
                List<Binding> before = store.bindings();
                store.happened();
                RegisterOutcome outcome = random.nextInt(4) == 0 ? feed(store) : register(store);
                assertThat(store.bindings())
                        .as("seed %d", seed)
                        .allSatisfy(
                                each -> assertThat(each.expires()).isAfter(now).isBeforeOrEqualTo(now.plusSeconds(90)));
                assertNoneTwice(seed, store);
                if (outcome instanceof Rejected) {
                    assertThat(store.bindings()).as("seed %d", seed).isEqualTo(before);
                    assertThat(store.happened()).as("seed %d", seed).isEmpty();
                }
            }
        }
    }

    private static void assertNoneTwice(long seed, ListRegistrationStore store) {
        for (Set<BindingSource> together :
                List.of(Set.of(BindingSource.REGISTER, BindingSource.THIRD_PARTY), Set.of(BindingSource.REST))) {
            List<Binding> own = store.bindings().stream()
                    .filter(each -> together.contains(each.source()))
                    .toList();
            assertThat(own.stream().filter(each -> each.outbound().regId() == 0).map(Binding::contact))
                    .as("seed %d: %s", seed, own)
                    .doesNotHaveDuplicates();
            assertThat(own).as("seed %d", seed).hasSizeLessThanOrEqualTo(MOST);
            List<Outbound> flows = own.stream()
                    .map(Binding::outbound)
                    .filter(each -> each.regId() > 0)
                    .toList();
            assertThat(flows).as("seed %d", seed).doesNotHaveDuplicates();
        }
    }

    private RegisterOutcome register(ListRegistrationStore store) {
        BindingSource source = random.nextBoolean() ? BindingSource.REGISTER : BindingSource.THIRD_PARTY;
        Claim claim = new Claim(source, "call" + random.nextInt(3), random.nextInt(40), "");
        Contacts contacts = switch (random.nextInt(8)) {
            case 0 -> new Contacts.Query();
            case 1 -> new Contacts.RemoveAll();
            default -> new Contacts.Update(wishes());
        };
        OptionalInt expires = random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt(120));
        return registrations.register(new RegisterCommand(ALICE, contacts, expires, claim), store, now);
    }

    private RegisterOutcome feed(ListRegistrationStore store) {
        return registrations.replace(new Registrations.Feed(ALICE, Claim.of(BindingSource.REST), wishes()), store, now);
    }

    private List<BindingRequest> wishes() {
        List<BindingRequest> wishes = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            Outbound flow = random.nextInt(3) > 0
                    ? Outbound.DIRECT
                    : new Outbound("<urn:" + random.nextInt(2) + '>', 1 + random.nextInt(2), List.of(), "");
            OptionalInt expires = random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt(3) * 40);
            wishes.add(new BindingRequest("sip:a@192.0.2." + random.nextInt(6), OptionalInt.empty(), expires, flow));
        }
        return wishes;
    }
}
