package org.sippresence.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every store of access tokens does. */
public interface AccessTokenStoreContract {

    AccessToken LIMITED = new AccessToken(
            "0123456789abcdef",
            "0123456789abcdef".repeat(4),
            Role.WRITE,
            Optional.of("example.org"),
            "the shop's web server \u00e9",
            Instant.parse("2026-11-22T12:00:01Z"),
            Optional.of(Instant.parse("2027-11-22T12:00:00Z")),
            Optional.empty());

    /** The store under test, without tokens. */
    AccessTokenStore tokens();

    @Test
    default void tokensAreReadAsTheyWereSaved() {
        assertThat(tokens().all()).isEmpty();
        AccessToken unlimited = new AccessToken(
                "f".repeat(32),
                "f".repeat(64),
                Role.ADMIN,
                Optional.empty(),
                "x".repeat(255),
                LIMITED.created(),
                Optional.empty(),
                Optional.of(Instant.parse("2026-11-23T09:00:00Z")));
        tokens().save(LIMITED);
        tokens().save(unlimited);
        assertThat(tokens().all()).containsExactlyInAnyOrder(LIMITED, unlimited);
    }

    @Test
    default void aTokenThatWasUsedReplacesItself() {
        tokens().save(LIMITED);
        AccessToken used = LIMITED.usedAt(Instant.parse("2026-11-22T13:00:00Z"));
        tokens().save(used);
        assertThat(tokens().all()).containsExactly(used);
    }

    @Test
    default void aTokenIsRemovedOnce() {
        tokens().save(LIMITED);
        assertThat(tokens().remove(LIMITED.id())).isTrue();
        assertThat(tokens().remove(LIMITED.id())).isFalse();
        assertThat(tokens().all()).isEmpty();
    }
}
