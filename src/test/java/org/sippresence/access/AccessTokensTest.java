package org.sippresence.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sippresence.access.AccessTokens.Created;
import org.sippresence.access.AccessTokens.Request;
import org.sippresence.access.Caller.TokenHolder;

final class AccessTokensTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:10:00Z");
    private static final Request READER =
            new Request(Role.READ, Optional.of("example.org"), "statistics", Optional.empty());

    private final List<AccessToken> saved = new ArrayList<>();
    private boolean fails;
    private final AccessTokenStore memory = new MemoryAccessTokenStore();
    private final AccessTokenStore store = new AccessTokenStore() {
        @Override
        public List<AccessToken> all() {
            return memory.all();
        }

        @Override
        public void save(AccessToken token) {
            check();
            saved.add(token);
            memory.save(token);
        }

        @Override
        public boolean remove(String id) {
            check();
            return memory.remove(id);
        }
    };

    private void check() {
        if (fails) {
            throw new UncheckedIOException(new IOException("the database is away"));
        }
    }

    private AccessTokens tokens(Instant now) {
        return new AccessTokens("the first token", store, Clock.fixed(now, ZoneOffset.UTC));
    }

    private static Optional<Caller> identify(AccessTokens tokens, String secret) {
        return tokens.identify(Optional.of("Bearer " + secret));
    }

    @Test
    void theFirstTokenPermitsEverythingAndIsNotListed() {
        AccessTokens tokens = tokens(NOON);
        assertThat(identify(tokens, "the first token"))
                .contains(new TokenHolder(AccessTokens.FIRST, Role.ADMIN, Optional.empty()));
        assertThat(tokens.identify(Optional.of("bearer   the first token"))).isPresent();
        assertThat(tokens.list()).isEmpty();
        assertThat(tokens.revoke(AccessTokens.FIRST)).isFalse();
    }

    @Test
    void withoutBearerTokenNobodyCallsAndAWrongOneIsRejected() {
        AccessTokens tokens = tokens(NOON);
        assertThat(tokens.identify(Optional.empty())).contains(Caller.NOBODY);
        assertThat(tokens.identify(Optional.of("Digest username=\"alice\""))).contains(Caller.NOBODY);
        assertThat(identify(tokens, "the first toke")).isEmpty();
        assertThat(identify(tokens, "")).isEmpty();
    }

    @Test
    void aCreatedTokenIsAcceptedAlsoAfterARestartUntilItIsRevoked() {
        AccessTokens tokens = tokens(NOON);
        Created created = tokens.create(READER).orElseThrow();
        TokenHolder holder = new TokenHolder(created.token().id(), Role.READ, Optional.of("example.org"));
        assertThat(identify(tokens, created.secret())).contains(holder);
        AccessTokens restarted = tokens(NOON);
        assertThat(identify(restarted, created.secret())).contains(holder);
        assertThat(restarted.revoke(holder.id())).isTrue();
        assertThat(identify(restarted, created.secret())).isEmpty();
        assertThat(identify(tokens(NOON), created.secret())).isEmpty();
        assertThat(restarted.revoke(holder.id())).isFalse();
    }

    @Test
    void theSecretIsNeitherStoredNorShown() {
        Created created = tokens(NOON).create(READER).orElseThrow();
        assertThat(created.secret()).hasSize(43);
        assertThat(saved).hasSize(1).allMatch(token -> !token.hash().contains(created.secret()));
        assertThat(created.toString() + created.token())
                .doesNotContain(created.secret(), created.token().hash());
    }

    @Test
    void aTokenExpires() {
        Request brief = new Request(Role.READ, Optional.empty(), "", Optional.of(NOON.plusSeconds(60)));
        Created created = tokens(NOON).create(brief).orElseThrow();
        assertThat(identify(tokens(NOON.plusSeconds(59)), created.secret())).isPresent();
        assertThat(identify(tokens(NOON.plusSeconds(60)), created.secret())).isEmpty();
    }

    @Test
    void theLastUseIsStoredOnceAnHour() {
        AccessTokens tokens = tokens(NOON);
        Created created = tokens.create(READER).orElseThrow();
        saved.clear();
        identify(tokens, created.secret());
        identify(tokens, created.secret());
        assertThat(saved).hasSize(1);
        assertThat(tokens.list().get(0).lastUsed()).contains(Instant.parse("2026-11-22T12:00:00Z"));
        identify(tokens(NOON.plus(Duration.ofHours(1))), created.secret());
        assertThat(saved).hasSize(2);
    }

    @Test
    void whileTheDatabaseIsAwayTokensAreAcceptedAndNoneIsCreatedOrRevoked() {
        AccessTokens tokens = tokens(NOON);
        Created created = tokens.create(READER).orElseThrow();
        fails = true;
        assertThat(identify(tokens, created.secret())).isPresent();
        assertThatThrownBy(() -> tokens.create(READER)).isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> tokens.revoke(created.token().id())).isInstanceOf(UncheckedIOException.class);
        assertThat(identify(tokens, created.secret())).isPresent();
        assertThat(tokens.list()).hasSize(1);
    }

    @Test
    void thereAreAtMostAThousandTokens() {
        AccessTokens tokens = tokens(NOON);
        for (int i = 0; i < 1000; i++) {
            assertThat(tokens.create(READER)).isPresent();
        }
        assertThat(tokens.create(READER)).isEmpty();
        assertThat(tokens.revoke(tokens.list().get(0).id())).isTrue();
        assertThat(tokens.create(READER)).isPresent();
    }
}
