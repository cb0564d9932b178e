package org.sippresence.eventpackage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sippresence.model.EventName;
import org.sippresence.testkit.TextPackage;

final class EventPackagesTest {

    private static final EventName DIALOG = new EventName("dialog");

    private final EventPackage presence = TextPackage.presence();
    private final EventPackages packages = new EventPackages(List.of(presence, new TextPackage(DIALOG, false)));

    @Test
    void packagesAreFoundByTheirExactName() {
        assertThat(packages.find(EventName.PRESENCE)).containsSame(presence);
        assertThat(packages.get(DIALOG).name()).isEqualTo(DIALOG);
        assertThat(packages.find(new EventName("Presence"))).isEmpty();
        assertThatThrownBy(() -> packages.get(new EventName("mwi"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void allowEventsNamesThemInTheirOrder() {
        assertThat(packages.allowEvents()).isEqualTo("presence, dialog");
    }

    @Test
    void aPackageIsListedOnce() {
        assertThatThrownBy(() -> new EventPackages(List.of(presence, TextPackage.presence())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("presence");
    }
}
