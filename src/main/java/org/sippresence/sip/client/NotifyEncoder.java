package org.sippresence.sip.client;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.sippresence.authentication.DigestExchange.Field;
import org.sippresence.model.Body;
import org.sippresence.model.Dialog;
import org.sippresence.notification.Notify;

/**
 * Encodes a NOTIFY (RFC 3261 section 12.2.1.1). The values of its dialog were parsed when they were received, so the
 * message is concatenated without parsing them again.
 */
public final class NotifyEncoder {

    private static final byte[] NO_BODY = {};

    private NotifyEncoder() {}

    /** Returns the whole message without authentication, see {@link #of(Notify, List, String, long)}. */
    public static byte[] of(Notify notify, String sentBy, long id) {
        return of(notify, List.of(), sentBy, id);
    }

    /**
     * Returns the whole message.
     *
     * @param authorization header fields that answer a challenge
     * @param sentBy transport in capitals, a blank, and host and port of the Via header
     * @param id the suffix of the branch parameter
     */
    static byte[] of(Notify notify, List<Field> authorization, String sentBy, long id) {
        Dialog dialog = notify.dialog();
        StringBuilder head = new StringBuilder(768);
        head.append("NOTIFY ").append(dialog.requestUri()).append(" SIP/2.0\r\nVia: SIP/2.0/");
        head.append(sentBy).append(";branch=").append(ResponseHead.BRANCH_PREFIX);
        head.append(HexFormat.of().toHexDigits(id))
                .append(";rport\r\nMax-Forwards: 70\r\nFrom: <")
                .append(dialog.localUri());
        head.append(">;tag=").append(dialog.id().localTag());
        head.append("\r\nTo: <").append(dialog.remoteUri());
        head.append(">;tag=").append(dialog.id().remoteTag());
        head.append("\r\nCall-ID: ").append(dialog.id().callId());
        head.append("\r\nCSeq: ").append(notify.cseq());
        head.append(" NOTIFY\r\nContact: <").append(dialog.localContact());
        head.append(">\r\nEvent: ").append(notify.event());
        head.append("\r\nSubscription-State: ").append(notify.subscriptionState());
        for (String each : dialog.routeSet()) {
            head.append("\r\nRoute: <").append(each).append('>');
        }
        for (Field each : authorization) {
            head.append("\r\n").append(each.name()).append(": ").append(each.value());
        }
        byte[] body = NO_BODY;
        if (notify.body().isPresent()) {
            Body present = notify.body().get();
            body = present.bytes();
            head.append("\r\nContent-Type: ").append(present.type().type());
            head.append('/').append(present.type().subtype());
        }
        head.append("\r\nContent-Length: ").append(body.length).append("\r\n\r\n");
        return joined(head.toString().getBytes(StandardCharsets.UTF_8), body);
    }

    /** Returns host and port of a Contact URI of this server. */
    static String sentBy(String contact) {
        int at = contact.lastIndexOf('@');
        int from = at < 0 ? contact.indexOf(':') + 1 : at + 1;
        int to = contact.indexOf(';', from);
        String both = to < 0 ? contact.substring(from) : contact.substring(from, to);
        return both.lastIndexOf(':') > both.lastIndexOf(']') ? both : both + ":5060";
    }

    private static byte[] joined(byte[] head, byte[] body) {
        byte[] message = new byte[head.length + body.length];
        System.arraycopy(head, 0, message, 0, head.length);
        System.arraycopy(body, 0, message, head.length, body.length);
        return message;
    }
}
