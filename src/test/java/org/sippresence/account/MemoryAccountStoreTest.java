package org.sippresence.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sippresence.model.Aor;

final class MemoryAccountStoreTest implements AccountStoreContract {

    private final MemoryAccountStore store = new MemoryAccountStore(3);

    @Override
    public AccountStore subscribers() {
        return store;
    }

    @Test
    void oneTooManyIsRefusedAndAKnownOneIsNot() {
        for (String user : new String[] {"a", "b", "c"}) {
            assertThat(store.save(subscriber(user, "1"))).isTrue();
        }
        assertThat(store.save(subscriber("d", "1"))).isFalse();
        assertThat(store.save(subscriber("c", "2"))).isTrue();
        store.remove(subscriber("a", "1").aor());
        assertThat(store.save(subscriber("d", "1"))).isTrue();
    }

    private static Account subscriber(String user, String password) {
        return Account.withPassword(Aor.parse("sip:" + user + "@example.org"), "example.org", password);
    }
}
