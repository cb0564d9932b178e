package org.sippresence.bench;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sippresence.sipclient.DigestParameters;
import org.sippresence.sipclient.DigestUser;
import org.sippresence.sipclient.HeaderField;
import org.sippresence.sipclient.SipMessage;

/**
 * The credentials of one user's dialog (RFC 7616, {@code qop=auth}): the first challenge is answered, later requests carry
 * the next nonce count. One request at a time. Without {@code --digest} no request carries any. Not thread-safe.
 */
final class LoadCredentials {

    private static final int UNAUTHORIZED = 401;
    private static final int PROXY_AUTHENTICATION = 407;
    private static final int HEADER = 512;
    private static final int COUNT_DIGITS = 8;
    private static final int MOST_CHALLENGES = 2;
    private static final byte[] NONE = {};
    private static final byte[] COLON = MessageBuffer.ascii(":");
    private static final byte[] QUOTE = MessageBuffer.ascii("\"");
    private static final byte[] RESPONSE = MessageBuffer.ascii(", response=\"");
    private static final byte[] MIDDLE = MessageBuffer.ascii(":bench:auth:");
    private static final byte[] URI = MessageBuffer.ascii(", uri=\"");

    private final LoadDigest digest;
    private final String user;
    private byte[] header = NONE;
    private byte[] secretAndNonce = NONE;
    private DigestParameters challenge = new DigestParameters(Map.of());
    private String field = "";
    private int count;
    private int challenges;

    LoadCredentials(LoadDigest digest, String user) {
        this.digest = digest;
        this.user = user;
    }

    /** Credentials of the same user for other requests. */
    LoadCredentials another() {
        return new LoadCredentials(digest, user);
    }

    /** Puts the header, without the line's end, if the server has challenged this user before. */
    void put(MessageBuffer message, byte[] method, byte[] uri) {
        if (header.length == 0) {
            return;
        }
        count++;
        byte[] number = hex(count);
        MessageBuffer work = digest.work();
        byte[] a2 =
                digest.hash(work.put(method, 0, method.length - 1).put(COLON).put(uri), challenge);
        work = digest.work().put(secretAndNonce).put(number).put(MIDDLE).put(a2);
        byte[] response = digest.hash(work, challenge);
        message.put(header)
                .put(number)
                .put(URI)
                .put(uri)
                .put(QUOTE)
                .put(RESPONSE)
                .put(response)
                .put(QUOTE);
    }

    /** The value of an Authorization header with the next nonce count, of a user who was challenged. */
    String authorization(String method, byte[] uri) {
        MessageBuffer made = new MessageBuffer(HEADER);
        put(made, MessageBuffer.ascii(method), uri);
        String line = made.toString();
        return line.substring(line.indexOf(':') + 1).strip();
    }

    private static byte[] hex(int number) {
        byte[] digits = new byte[COUNT_DIGITS];
        int rest = number;
        for (int i = COUNT_DIGITS - 1; i >= 0; i--) {
            digits[i] = (byte) "0123456789abcdef".charAt(rest & 0xf);
            rest >>>= 4;
        }
        return digits;
    }

    /**
     * Takes a challenge, or the next nonce from another response.
     *
     * @return whether the request is to be sent again
     */
    boolean isChallengedBy(Packet response) {
        if (digest.isOff()) {
            return false;
        }
        int status = response.status();
        if (status != UNAUTHORIZED && status != PROXY_AUTHENTICATION) {
            challenges = 0;
            if (response.has(HeaderField.AUTHENTICATION_INFO)) {
                learn(response);
            }
            return false;
        }
        String name = status == UNAUTHORIZED ? "WWW-Authenticate" : "Proxy-Authenticate";
        Optional<DigestParameters> found = DigestUser.challenges(SipMessage.parse(response.bytes()), name).stream()
                .filter(digest::wants)
                .findFirst();
        boolean refused = header.length > 0
                && !found.map(each -> each.get("stale")).orElse("").equalsIgnoreCase("true");
        if (found.isEmpty() || refused || challenges == MOST_CHALLENGES) {
            return false;
        }
        challenges++;
        field = status == UNAUTHORIZED ? "Authorization" : "Proxy-Authorization";
        take(found.get());
        digest.challenged();
        return true;
    }

    private void learn(Packet response) {
        String next = DigestParameters.parse(MessageBuffer.text(response.value(HeaderField.AUTHENTICATION_INFO)))
                .get("nextnonce");
        if (!next.isEmpty()) {
            take(challenge.with("nonce", next));
        }
    }

    private void take(DigestParameters taken) {
        challenge = taken;
        count = 0;
        String realm = taken.get("realm");
        String secret = MessageBuffer.text(digest.hash(
                digest.work().put(MessageBuffer.ascii(user + ':' + realm + ':' + LoadDigest.password(user))), taken));
        secretAndNonce = MessageBuffer.ascii(secret + ':' + taken.get("nonce") + ':');
        String opaque = taken.values().containsKey("opaque") ? ", opaque=\"" + taken.get("opaque") + '"' : "";
        header = MessageBuffer.ascii("\r\n" + field + ": Digest username=\"" + user + "\", realm=\"" + realm
                + "\", nonce=\""
                + taken.get("nonce") + "\", algorithm=" + taken.algorithm().toUpperCase(Locale.ROOT) + opaque
                + ", qop=auth, cnonce=\"bench\", nc=");
    }
}
