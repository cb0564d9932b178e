package org.sippresence.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sippresence.model.Aor;

final class MemoryAccountStoreTest implements AccountStoreContract {

    private final MemoryAccountStore store = new MemoryAccountStore(3);

    @Override
    public AccountStore accounts() {
        return store;
    }

    @Test
    void oneTooManyIsRefusedAndAKnownOneIsNot() {
        for (String user : new String[] {"a", "b", "c"}) {
            assertThat(store.save(account(user, "1"))).isTrue();
        }
        assertThat(store.save(account("d", "1"))).isFalse();
        assertThat(store.save(account("c", "2"))).isTrue();
        store.remove(account("a", "1").aor());
        assertThat(store.save(account("d", "1"))).isTrue();
    }

    private static Account account(String user, String password) {
        return Account.withPassword(Aor.parse("sip:" + user + "@example.org"), "example.org", password);
    }
}
