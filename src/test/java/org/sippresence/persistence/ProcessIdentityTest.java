package org.sippresence.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class ProcessIdentityTest {

    private final ProcessIdentity self = ProcessIdentity.current();

    private ProcessIdentity with(long pid, String start) {
        return new ProcessIdentity(self.host(), pid, self.scope(), start);
    }

    @Test
    void itSurvivesItsColumns() {
        assertThat(ProcessIdentity.of(self.host(), self.pid(), self.process())).isEqualTo(self);
        assertThat(ProcessIdentity.of("h", 1, "")).isEqualTo(new ProcessIdentity("h", 1, "", ""));
    }

    @Test
    void aProcessThatRunsIsNotGone() {
        assertThat(self.hasEnded(self)).isFalse();
    }

    @Test
    void aProcessThatHasEndedOrWhoseNumberBelongsToAnotherOneIsGone() throws IOException {
        Process child = new ProcessBuilder("true").start();
        child.onExit().join();
        await().until(() -> with(child.pid(), "1").hasEnded(self));
        assertThat(with(self.pid(), "1").hasEnded(self)).isTrue();
    }

    @Test
    void ofAProcessOnAnotherMachineBootOrInAnotherContainerNothingIsKnown() {
        assertThat(new ProcessIdentity("elsewhere", 1, self.scope(), "1").hasEnded(self))
                .isFalse();
        assertThat(new ProcessIdentity(self.host(), 1, "another boot", "1").hasEnded(self))
                .isFalse();
        assertThat(new ProcessIdentity(self.host(), 1, "", "").hasEnded(self)).isFalse();
    }
}
