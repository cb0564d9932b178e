package org.sippresence.clientsubscription;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.sippresence.clientsubscription.IncomingNotify.SubscriptionState;
import org.sippresence.model.Body;
import org.sippresence.model.DialogId;
import org.sippresence.model.MediaType;

/** Records SUBSCRIBEs; tests choose the responses. */
public final class ScriptedNotifier implements SubscribeSender {

    private final List<OutgoingSubscribe> sent = new ArrayList<>();
    private final List<Consumer<Answer>> answers = new ArrayList<>();
    private final Set<String> ourselves = new HashSet<>();
    private int answered;
    private long cseq = 10;

    @Override
    public void send(OutgoingSubscribe subscribe, Consumer<Answer> answer) {
        sent.add(subscribe);
        answers.add(answer);
    }

    @Override
    public boolean isOurselves(String uri) {
        return ourselves.contains(uri);
    }

    public void isOurs(String uri) {
        ourselves.add(uri);
    }

    public List<OutgoingSubscribe> sent() {
        return sent;
    }

    public OutgoingSubscribe last() {
        return sent.get(sent.size() - 1);
    }

    /** Whether a SUBSCRIBE has no answer yet. */
    public boolean isAsked() {
        return answered < answers.size();
    }

    /** Answers the oldest SUBSCRIBE that has no answer yet. */
    public void answer(Answer answer) {
        answers.get(answered++).accept(answer);
    }

    public void accept(int expires) {
        answer(success("theirs", expires));
    }

    public static Answer success(String tag, int expires) {
        return new Answer.Response(
                200,
                new RemotePeer(tag, "sip:notifier@192.0.2.7:5062", List.of("sip:p2.example.org;lr")),
                new Times(OptionalInt.of(expires), OptionalInt.empty(), OptionalInt.empty()));
    }

    public void refuse(int status) {
        answer(refusal(status, OptionalInt.empty(), OptionalInt.empty()));
    }

    public static Answer refusal(int status, OptionalInt minExpires, OptionalInt retryAfter) {
        return new Answer.Response(
                status, new RemotePeer("", "", List.of()), new Times(OptionalInt.empty(), minExpires, retryAfter));
    }

    /** A NOTIFY in the dialog of the last SUBSCRIBE, with the next CSeq. */
    public IncomingNotify notify(String state, String body) {
        return notify("theirs", ++cseq, state, body);
    }

    /**
     * A NOTIFY in the dialog of the last SUBSCRIBE.
     *
     * @param state as {@code active 60} or {@code terminated deactivated 5}: expires, or reason and retry-after
     */
    public IncomingNotify notify(String tag, long number, String state, String body) {
        String[] words = state.split(" ", -1);
        boolean terminated = words[0].equals("terminated");
        DialogId id = last().dialog().id();
        MediaType type = last().accept().get(0);
        return new IncomingNotify(
                new DialogId(id.callId(), id.localTag(), tag),
                number,
                last().event().split(";", 2)[0],
                new SubscriptionState(
                        words[0],
                        terminated && words.length > 1 ? words[1] : "",
                        terminated ? OptionalInt.empty() : number(words, 1),
                        terminated ? number(words, 2) : OptionalInt.empty()),
                new RemotePeer(tag, "sip:notifier@192.0.2.7:5062", List.of("sip:p1.example.org;lr")),
                body.isEmpty() ? Optional.empty() : Optional.of(Body.of(type, body)));
    }

    private static OptionalInt number(String[] words, int index) {
        return words.length > index ? OptionalInt.of(Integer.parseInt(words[index])) : OptionalInt.empty();
    }
}
