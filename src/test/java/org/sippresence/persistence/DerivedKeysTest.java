package org.sippresence.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.presentity.StoredFixtures.ALICE;
import static org.sippresence.presentity.StoredFixtures.BOB;

import org.junit.jupiter.api.Test;
import org.sippresence.model.EventName;

final class DerivedKeysTest {

    @Test
    void theKeyOfAPresentityIsThatOfTheSchemaForEver() {
        assertThat(DerivedKeys.presentity(ALICE)).isEqualTo("b9a6aa86c8d6a80e58da922044da3209");
    }

    @Test
    void decisionsDifferInPresentityWatcherAndEvent() {
        EventName dialog = new EventName("dialog");
        assertThat(new String[] {
                    DerivedKeys.decision(ALICE, BOB, EventName.PRESENCE),
                    DerivedKeys.decision(BOB, ALICE, EventName.PRESENCE),
                    DerivedKeys.decision(ALICE, BOB, dialog)
                })
                .doesNotHaveDuplicates();
    }
}
