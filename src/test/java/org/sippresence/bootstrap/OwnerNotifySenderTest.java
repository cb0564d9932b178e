package org.sippresence.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.sippresence.engine.Ownership;
import org.sippresence.model.Dialog;
import org.sippresence.notification.Notify;
import org.sippresence.notification.NotifySender.Answer;
import org.sippresence.testkit.Fixtures;
import org.sippresence.testkit.RecordingNotifySender;

final class OwnerNotifySenderTest {

    private static final Dialog DIALOG = Fixtures.dialog("c");

    private final RecordingNotifySender sender = new RecordingNotifySender();
    private final List<Answer> answers = new ArrayList<>();
    private boolean held = true;
    private boolean lost;

    private final OwnerNotifySender gate = new OwnerNotifySender(sender, new Ownership() {
        @Override
        public boolean isHeld() {
            return held;
        }

        @Override
        public boolean isLost() {
            return lost;
        }

        @Override
        public void onLost(Consumer<String> listener) {
            // not told here
        }
    });

    private void send() {
        gate.send(new Notify(DIALOG, 1, "presence", "active;expires=600", Optional.empty()), answers::add);
    }

    @Test
    void theOwnerSends() {
        send();
        assertThat(sender.all()).hasSize(1);
        assertThat(answers).containsExactly(RecordingNotifySender.OK);
    }

    @Test
    void whoMayHaveLostTheDatabaseSendsNothingAndTriesAgainSoon() {
        held = false;
        send();
        assertThat(answers).containsExactly(new Answer.Response(503, 1));
        lost = true;
        send();
        assertThat(answers).endsWith(new Answer.Response(503, 3600));
        assertThat(sender.all()).isEmpty();
    }
}
