package org.sippresence.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.presentity.StoredFixtures.ALICE;
import static org.sippresence.presentity.StoredFixtures.BOB;

import org.junit.jupiter.api.Test;
import org.sippresence.model.EventName;

final class KeysTest {

    @Test
    void theKeyOfAPresentityIsThatOfTheSchemaForEver() {
        assertThat(Keys.presentity(ALICE)).isEqualTo("b9a6aa86c8d6a80e58da922044da3209");
    }

    @Test
    void decisionsDifferInPresentityWatcherAndEvent() {
        EventName dialog = new EventName("dialog");
        assertThat(new String[] {
                    Keys.decision(ALICE, BOB, EventName.PRESENCE),
                    Keys.decision(BOB, ALICE, EventName.PRESENCE),
                    Keys.decision(ALICE, BOB, dialog)
                })
                .doesNotHaveDuplicates();
    }
}
