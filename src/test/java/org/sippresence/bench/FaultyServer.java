package org.sippresence.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sippresence.sipclient.AnswerRule;
import org.sippresence.sipclient.SipEndpoint;
import org.sippresence.sipclient.SipMessage;
import org.sippresence.sipclient.TestHeaders;
import org.sippresence.sipclient.TestTarget;
import org.sippresence.sipclient.Transport;

/** A presence server of a hundred lines that makes one mistake with one NOTIFY of a change. */
final class FaultyServer implements AutoCloseable {

    /** What it does with that NOTIFY. */
    enum Fault {
        NONE,
        LOST,
        RETRANSMITTED,
        REPEATED,
        TOLD_TWICE,
        REORDERED,
        GONE_BACK,
        OF_ANOTHER,
        WRONG_TAG,
        ENDED
    }

    private static final String ACTIVE = "active";
    private static final Pattern STAMP = Pattern.compile("LG\\.(\\d+)\\.(\\d+)\\.");

    private static final String TAG = "fake";

    private final SipEndpoint endpoint = SipEndpoint.open();
    private final Fault fault;
    private final int victim;
    private final Map<String, String> documents = new HashMap<>();
    private final Map<String, List<Dialog>> dialogs = new HashMap<>();
    private final Map<String, Dialog> byCallId = new HashMap<>();
    private int changes;
    private int branches;

    /** A dialog of one watcher. */
    private static final class Dialog {
        private final SipMessage subscribe;
        private int cseq = 10;

        Dialog(SipMessage subscribe) {
            this.subscribe = subscribe;
        }
    }

    /**
     * Starts it on a free port.
     *
     * @param victim the number of the NOTIFY that it mistreats, among those of changes
     */
    FaultyServer(Fault fault, int victim) {
        this.fault = fault;
        this.victim = victim;
        endpoint.receive((request, order) -> take(request));
        endpoint.register(TAG, (request, order) -> take(request));
    }

    String target() {
        return endpoint.hostPort();
    }

    private AnswerRule take(SipMessage request) {
        String uri = request.requestUri();
        if (request.method().equals("PUBLISH")) {
            return AnswerRule.ok().with("SIP-ETag", "e").with("Expires", "3600").then(() -> {
                if (!request.text().isEmpty()) {
                    documents.put(uri, request.text());
                    List.copyOf(dialogs.getOrDefault(uri, List.of())).forEach(each -> change(each, request.text()));
                }
            });
        }
        return AnswerRule.ok()
                .tagged(TAG)
                .with("Contact", '<' + uri + '>')
                .with("Expires", request.required("Expires"))
                .then(() -> subscribed(request));
    }

    private void subscribed(SipMessage request) {
        String uri = request.requestUri();
        Dialog dialog = byCallId.computeIfAbsent(request.required("Call-ID"), id -> {
            Dialog made = new Dialog(request);
            dialogs.computeIfAbsent(uri, presentity -> new ArrayList<>()).add(made);
            return made;
        });
        boolean ends = request.required("Expires").equals("0");
        dialog.cseq++;
        notify(dialog, documents.getOrDefault(uri, ""), ends ? "terminated;reason=timeout" : ACTIVE);
        if (ends) {
            dialogs.get(uri).remove(dialog);
        }
    }

    private void change(Dialog dialog, String body) {
        dialog.cseq++;
        if (changes++ != victim) {
            notify(dialog, body, ACTIVE);
            return;
        }
        switch (fault) {
            case LOST -> dialog.cseq--;
            case RETRANSMITTED -> {
                notify(dialog, body, ACTIVE);
                branches--;
                notify(dialog, body, ACTIVE);
            }
            case REPEATED -> {
                notify(dialog, body, ACTIVE);
                notify(dialog, body, ACTIVE);
            }
            case TOLD_TWICE -> {
                notify(dialog, body, ACTIVE);
                notifyNext(dialog, body);
            }
            case REORDERED -> {
                notifyNext(dialog, body);
                dialog.cseq--;
                notify(dialog, body, ACTIVE);
                dialog.cseq++;
            }
            case GONE_BACK -> {
                notify(dialog, body, ACTIVE);
                notifyNext(dialog, stamped(body, 0, -1));
            }
            case OF_ANOTHER -> {
                notify(dialog, stamped(body, 1, 0), ACTIVE);
                notifyNext(dialog, body);
            }
            case WRONG_TAG -> {
                SipMessage notify = request(dialog, body, ACTIVE);
                send(dialog, notify.replacing("From", notify.required("From").replace(TAG, "other")));
                notifyNext(dialog, body);
            }
            case ENDED -> {
                notify(dialog, body, "terminated;reason=deactivated");
                dialogs.values().forEach(each -> each.remove(dialog));
            }
            case NONE -> notify(dialog, body, ACTIVE);
        }
    }

    private void notifyNext(Dialog dialog, String body) {
        dialog.cseq++;
        notify(dialog, body, ACTIVE);
    }

    private static String stamped(String body, int presentity, int stamp) {
        Matcher found = STAMP.matcher(body);
        if (!found.find()) {
            throw new IllegalStateException(body);
        }
        return found.replaceFirst("LG." + (Long.parseLong(found.group(1)) + presentity) + '.'
                + (Long.parseLong(found.group(2)) + stamp) + '.');
    }

    private void notify(Dialog dialog, String body, String state) {
        send(dialog, request(dialog, body, state));
    }

    private SipMessage request(Dialog dialog, String body, String state) {
        SipMessage subscribe = dialog.subscribe;
        branches++;
        return SipMessage.request("NOTIFY", TestHeaders.uri(subscribe.required("Contact")))
                .with("Via", "SIP/2.0/UDP " + target() + ";branch=z9hG4bKfake" + branches)
                .with("From", subscribe.required("To") + ";tag=" + TAG)
                .with("To", subscribe.required("From"))
                .with("Call-ID", subscribe.required("Call-ID"))
                .with("CSeq", dialog.cseq + " NOTIFY")
                .with("Event", "presence")
                .with("Subscription-State", state)
                .withBody("application/pidf+xml", body);
    }

    private void send(Dialog dialog, SipMessage notify) {
        String contact = TestHeaders.uri(dialog.subscribe.required("Contact"));
        endpoint.sendRaw(notify.bytes(), TestTarget.of(Transport.UDP, contact));
    }

    @Override
    public void close() {
        endpoint.close();
    }
}
