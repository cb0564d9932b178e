package org.sippresence.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.testkit.Fixtures.alice;
import static org.sippresence.testkit.Fixtures.bob;

import org.junit.jupiter.api.Test;

final class AuthorizerTest {

    private static RulesDecision always(Authorization handling, Requester requester) {
        return Authorizer.always(handling).decide(requester);
    }

    @Test
    void withoutRulesEverybodyIsAllowedOrNobodyIsUntilThePresentityConsents() {
        assertThat(always(Authorization.ALLOW, Requester.of(bob())).permissions())
                .isEqualTo(Permissions.all());
        assertThat(always(Authorization.CONFIRM, Requester.of(bob())).handling())
                .isEqualTo(Authorization.CONFIRM);
        assertThat(always(Authorization.CONFIRM, Requester.of(alice())).permissions())
                .isEqualTo(Permissions.none());
    }
}
