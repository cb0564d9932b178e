package org.sippresence.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.testkit.Fixtures.alice;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sippresence.presentity.InMemoryPresentityStore;
import org.sippresence.presentity.NoPresentityStore;
import org.sippresence.presentity.PresentityMemory.Limits;
import org.sippresence.registration.Binding;
import org.sippresence.registration.Binding.Claim;
import org.sippresence.registration.Binding.Outbound;
import org.sippresence.registration.BindingRequest;
import org.sippresence.registration.BindingSource;
import org.sippresence.registration.Registrations.Feed;
import org.sippresence.testkit.Fixtures;
import org.sippresence.testkit.MutableClock;
import org.sippresence.testkit.RecordingNotifySender;
import org.sippresence.testkit.TestBed;

final class RegisteredContactsTest {

    private final InMemoryPresentityStore store = new InMemoryPresentityStore();
    private final MutableClock clock = new MutableClock(Fixtures.NOON);
    private final RecordingNotifySender sender = new RecordingNotifySender();
    private final TestBed bed = start();
    private final RegisteredContacts contacts = bed.restServices.contacts();

    private TestBed start() {
        return TestBed.plan().store(store).clock(clock).sender(sender).start();
    }

    @AfterEach
    void close() {
        bed.close();
    }

    private static Feed feed(String... uris) {
        List<BindingRequest> bindings = List.of(uris).stream()
                .map(uri -> new BindingRequest(uri, OptionalInt.empty(), OptionalInt.of(60), Outbound.DIRECT))
                .toList();
        return new Feed(alice(), Claim.of(BindingSource.REST), bindings);
    }

    private List<String> now() {
        return TestBed.get(contacts.of(alice())).stream().map(Binding::contact).toList();
    }

    @Test
    void aChangeThatCouldNotBeWrittenIsToldSoAndDidNotHappen() {
        assertThat(TestBed.succeeded(contacts.replace(feed("sip:a@1")))).isTrue();
        store.failNext(2); // in its group and alone
        assertThat(TestBed.succeeded(contacts.replace(feed("sip:a@2")))).isFalse();
        bed.settle();
        assertThat(now()).containsExactly("sip:a@1");
    }

    @Test
    void contactsAreThereAfterARestartAndEndOnTime() {
        TestBed.get(contacts.replace(feed("sip:a@1", "sip:a@2")));
        try (TestBed again = start()) {
            RegisteredContacts after = again.restServices.contacts();
            assertThat(TestBed.get(after.of(alice())))
                    .extracting(Binding::contact)
                    .containsExactly("sip:a@1", "sip:a@2");
            clock.advance(Duration.ofSeconds(60));
            again.expire(alice());
            List<Binding> left = again.read(
                    alice(), transaction -> transaction.registrations().bindings());
            assertThat(left).isEmpty();
            assertThat(store.load(alice()).orElseThrow().bindings()).isEmpty();
        }
    }

    @Test
    void withoutADatabaseContactsAreInMemoryAndEndOnTime() {
        try (TestBed memory = TestBed.plan()
                .store(new NoPresentityStore())
                .limits(new Limits(10, false, false))
                .clock(clock)
                .start()) {
            RegisteredContacts inMemory = memory.restServices.contacts();
            TestBed.get(inMemory.replace(feed("sip:a@1")));
            assertThat(TestBed.get(inMemory.of(alice()))).hasSize(1);
            clock.advance(Duration.ofSeconds(60));
            memory.expire(alice());
            assertThat(TestBed.get(inMemory.of(alice()))).isEmpty();
        }
    }

    @Test
    void removingSaysHowManyThereWere() {
        TestBed.get(contacts.replace(feed("sip:a@1", "sip:a@2")));
        assertThat(TestBed.get(contacts.remove(alice(), BindingSource.REG))).isZero();
        assertThat(TestBed.get(contacts.remove(alice(), BindingSource.REST))).isEqualTo(2);
        assertThat(now()).isEmpty();
    }
}
