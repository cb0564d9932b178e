package org.sippresence.sip;

import static org.assertj.core.api.Assertions.assertThat;

import gov.nist.javax.sip.message.MessageFactoryImpl;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.parser.StringMsgParser;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sippresence.clientsubscription.ClientSubscriptionStage;
import org.sippresence.clientsubscription.NotifyListener;
import org.sippresence.clientsubscription.SubscriptionTarget;
import org.sippresence.hook.RequestInterceptor;
import org.sippresence.model.Aor;
import org.sippresence.model.Body;
import org.sippresence.model.EventName;
import org.sippresence.model.MediaType;
import org.sippresence.model.RandomIdentifiers;

/** NOTIFYs as they are on the wire, to a subscription that is held. */
final class NotifyHandlerTest {

    private static final String ACTIVE = "Subscription-State: active;expires=60\r\n";

    private final ClientSubscriptionStage stage = new ClientSubscriptionStage();
    private final NotifyHandler handler = new NotifyHandler(stage.subscriptions, new RandomIdentifiers("10"));
    private final List<SIPResponse> answers = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();

    @BeforeEach
    void subscribe() {
        SubscriptionTarget target = new SubscriptionTarget(
                Aor.parse("sip:alice@example.org"),
                new SubscriptionTarget.Destination(
                        "sip:alice@192.0.2.1", List.of(), "sip:a@example.org", "sip:alice@example.org"),
                new SubscriptionTarget.EventState(EventName.PRESENCE, "", List.of(MediaType.PIDF), Optional.empty()));
        assertThat(stage.subscriptions.subscribe(target, new NotifyListener() {
                    @Override
                    public boolean notified(Notification notification) {
                        heard.add(notification.state()
                                + ' '
                                + notification.body().map(Body::text).orElse("-"));
                        return true;
                    }

                    @Override
                    public void lost(boolean forGood) {
                        heard.add("lost");
                    }
                }))
                .isPresent();
        stage.begin();
        stage.notifier.accept(600);
    }

    private String callId() {
        return stage.notifier.last().dialog().id().callId();
    }

    private String ourTag() {
        return stage.notifier.last().dialog().id().localTag();
    }

    private String notify(String headers, String body) {
        return "NOTIFY sip:127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKx\r\nMax-Forwards: 70\r\n"
                + "From: <sip:alice@example.org>;tag=theirs\r\nTo: <sip:a@example.org>;tag=" + ourTag()
                + "\r\nCall-ID: " + callId() + "\r\nCSeq: 7 NOTIFY\r\nContact: <sip:alice@192.0.2.9:5070>\r\n"
                + headers + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private boolean taken(String message) throws Exception {
        SIPRequest request = (SIPRequest) new MessageFactoryImpl().createRequest(message);
        return handler.intercept(new RequestInterceptor.Incoming(request, "udp", this::answered));
    }

    private void answered(byte[] message) {
        try {
            answers.add((SIPResponse) new StringMsgParser().parseSIPMessage(message, true, false, null));
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    private SIPResponse answer() {
        assertThat(answers).hasSize(1);
        return answers.get(0);
    }

    @Test
    void aNotifyIsReadAndAnsweredAndItsContactIsWhereTheNextSubscribeGoes() throws Exception {
        String message =
                notify("Event: presence\r\n" + ACTIVE + "Content-Type: application/pidf+xml;charset=UTF-8\r\n", "<x/>");
        assertThat(taken(message)).isTrue();
        assertThat(answer().getStatusCode()).isEqualTo(200);
        assertThat(heard).containsExactly("active <x/>");
        stage.schedule.pass(Duration.ofSeconds(55));
        assertThat(stage.notifier.last().dialog().remoteTarget())
                .as("before the 60 seconds of the NOTIFY are over")
                .isEqualTo("sip:alice@192.0.2.9:5070");
        assertThat(stage.notifier.last().cseq()).isEqualTo(2);
    }

    @Test
    void theReasonOfTheEndIsReadWhateverItsSpelling() throws Exception {
        assertThat(taken(notify("Event: presence\r\nSubscription-State: Terminated;Reason=NoResource\r\n", "")))
                .isTrue();
        assertThat(answer().getStatusCode()).isEqualTo(200);
        assertThat(heard).containsExactly("lost");
        stage.schedule.pass(Duration.ofDays(1));
        assertThat(stage.notifier.sent()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "'Event: presence', 400",
        "'Subscription-State: active', 400",
        "'Event: dialog\r\nSubscription-State: active\r\nContent-Type: application/pidf+xml', 489",
        "'Event: presence\r\nSubscription-State: active\r\nRequire: odd', 420",
        "'Event: presence\r\nSubscription-State: active\r\nContent-Encoding: gzip\r\nContent-Type: application/pidf+xml',"
                + " 415",
        "'Event: presence\r\nSubscription-State: active\r\nContent-Type: text/plain', 415",
        "'Event: presence\r\nSubscription-State: active', 400"
    })
    void whatCannotBeTakenIsRefused(String headers, int status) throws Exception {
        assertThat(taken(notify(headers + "\r\n", "body"))).isTrue();
        assertThat(answer().getStatusCode()).isEqualTo(status);
        assertThat(heard).isEmpty();
    }

    @Test
    void aNotifyOfNoSubscriptionOfOursIsLeftToTheContainer() throws Exception {
        String good = notify("Event: presence\r\n" + ACTIVE, "");
        assertThat(taken(good.replace(callId(), "other"))).isFalse();
        assertThat(taken(good.replace(";tag=" + ourTag(), ""))).isFalse();
        assertThat(taken(good.replace("NOTIFY", "MESSAGE"))).isFalse();
        assertThat(answers).isEmpty();
    }

    @Test
    void aSubscribeOfOursThatComesBackIsALoop() throws Exception {
        String subscribe = "SUBSCRIBE sip:alice@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKy\r\n"
                + "Max-Forwards: 69\r\nFrom: <sip:a@example.org>;tag=" + ourTag()
                + "\r\nTo: <sip:alice@example.org>\r\nCall-ID: " + callId()
                + "\r\nCSeq: 1 SUBSCRIBE\r\nContact: <sip:127.0.0.1>\r\nEvent: presence\r\nContent-Length: 0\r\n\r\n";
        assertThat(taken(subscribe.replace(ourTag(), "another"))).isFalse();
        assertThat(taken(subscribe)).isTrue();
        assertThat(answer().getStatusCode()).isEqualTo(482);
        assertThat(answer().getToTag()).isNotEmpty();
    }
}
