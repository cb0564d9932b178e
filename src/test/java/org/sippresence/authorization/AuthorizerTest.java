package org.sippresence.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.testkit.Fixtures.alice;
import static org.sippresence.testkit.Fixtures.bob;

import org.junit.jupiter.api.Test;
import org.sippresence.model.EventName;
import org.sippresence.settings.SubscriptionSettings.Auth;

final class AuthorizerTest {

    @Test
    void withoutRulesEverybodyIsAllowedOrNobodyIsUntilThePresentityConsents() {
        assertThat(Authorizer.of(Auth.NONE).decide(bob(), alice(), EventName.PRESENCE))
                .isEqualTo(Authorization.ALLOW);
        assertThat(Authorizer.of(Auth.IMPLICIT).decide(bob(), alice(), EventName.PRESENCE))
                .isEqualTo(Authorization.CONFIRM);
        assertThat(Authorizer.of(Auth.IMPLICIT).decide(alice(), alice(), EventName.PRESENCE))
                .isEqualTo(Authorization.CONFIRM);
    }
}
