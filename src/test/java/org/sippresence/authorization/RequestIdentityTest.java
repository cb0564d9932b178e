package org.sippresence.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sippresence.access.Operation;
import org.sippresence.model.Aor;

class RequestIdentityTest {

    private static final Aor ALICE = Aor.parse("sip:alice@example.org");

    @Test
    void aUserActsForItselfHoweverItsAddressIsSpelled() {
        assertThat(RequestIdentity.claimed(Aor.parse("sip:%61lice@EXAMPLE.org;transport=tcp"))
                        .may(Operation.PUBLISH, ALICE))
                .isTrue();
    }

    @Test
    void aUserActsForNobodyElse() {
        assertThat(RequestIdentity.claimed(Aor.parse("sip:Alice@example.org")).may(Operation.PUBLISH, ALICE))
                .as("the user part is compared with case")
                .isFalse();
        assertThat(RequestIdentity.claimed(Aor.parse("sips:alice@example.org")).may(Operation.PUBLISH, ALICE))
                .as("sip and sips are never equivalent")
                .isFalse();
    }

    @Test
    void aTrustedPeerActsForEverybody() {
        assertThat(RequestIdentity.ofTrustedPeer(Aor.parse("sip:pbx@example.org"))
                        .may(Operation.PUBLISH, ALICE))
                .isTrue();
    }
}
