package org.sippresence.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.sippresence.model.Body;
import org.sippresence.model.DialogId;
import org.sippresence.notification.Notify;
import org.sippresence.notification.NotifySender;

/**
 * Records every NOTIFY. Answers automatically as the test specifies, initially with 200, or leaves NOTIFYs pending
 * until the test answers them. Checks that no dialog has two NOTIFYs in flight and that CSeqs increase. Thread-safe.
 */
public final class RecordingNotifySender implements NotifySender {

    public static final Answer OK = new Answer.Response(200, -1);

    private final List<Notify> all = new ArrayList<>();
    private final Map<DialogId, Consumer<Answer>> open = new HashMap<>();
    private final Map<DialogId, Long> lastCSeq = new HashMap<>();
    private final List<String> violations = new ArrayList<>();
    private volatile Function<Notify, Optional<Answer>> automatic = notify -> Optional.of(OK);

    /** Answers later NOTIFYs with the function's result; an empty one leaves the NOTIFY pending. */
    public void answerWith(Function<Notify, Optional<Answer>> answers) {
        automatic = answers;
    }

    /** Leaves later NOTIFYs pending. */
    public void hold() {
        answerWith(notify -> Optional.empty());
    }

    @Override
    public void send(Notify notify, Consumer<Answer> answer) {
        synchronized (this) {
            all.add(notify);
            DialogId dialog = notify.dialog().id();
            if (open.put(dialog, answer) != null) {
                violations.add("two NOTIFYs in flight in " + dialog);
            }
            Long before = lastCSeq.put(dialog, notify.cseq());
            if (before != null && before >= notify.cseq()) {
                violations.add("CSeq " + notify.cseq() + " after " + before + " in " + dialog);
            }
        }
        automatic.apply(notify).ifPresent(how -> answer(notify.dialog().id(), how));
    }

    /** Answers the pending NOTIFY of the dialog. */
    public void answer(DialogId dialog, Answer how) {
        Consumer<Answer> waiting;
        synchronized (this) {
            waiting = open.remove(dialog);
        }
        if (waiting == null) {
            throw new IllegalStateException("no open NOTIFY in " + dialog);
        }
        waiting.accept(how);
    }

    public void answer(DialogId dialog, int status) {
        answer(dialog, new Answer.Response(status, -1));
    }

    /** Answers all pending NOTIFYs; returns their number. */
    public int answerAll(Answer how) {
        List<DialogId> dialogs;
        synchronized (this) {
            dialogs = List.copyOf(open.keySet());
        }
        dialogs.forEach(dialog -> answer(dialog, how));
        return dialogs.size();
    }

    public synchronized List<Notify> all() {
        return List.copyOf(all);
    }

    public synchronized List<Notify> in(DialogId dialog) {
        return all.stream().filter(each -> each.dialog().id().equals(dialog)).toList();
    }

    /** The last NOTIFY in a dialog. */
    public Notify last(DialogId dialog) {
        List<Notify> sent = in(dialog);
        return sent.get(sent.size() - 1);
    }

    public synchronized int count() {
        return all.size();
    }

    public synchronized boolean isOpen(DialogId dialog) {
        return open.containsKey(dialog);
    }

    public synchronized int openCount() {
        return open.size();
    }

    /** The texts of the bodies in a dialog, {@code -} for none. */
    public List<String> bodies(DialogId dialog) {
        return in(dialog).stream()
                .map(each -> each.body().map(Body::text).orElse("-"))
                .toList();
    }

    /** Accepts any CSeq in the next NOTIFY of a dialog: its subscription begins again. */
    public synchronized void forget(DialogId dialog) {
        lastCSeq.remove(dialog);
    }

    /** The violations of the checks. */
    public synchronized List<String> violations() {
        return List.copyOf(violations);
    }
}
