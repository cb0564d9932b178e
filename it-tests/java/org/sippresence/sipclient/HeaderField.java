package org.sippresence.sipclient;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The header fields that clients look at, with their compact forms (RFC 3261 section 7.3.3). */
public enum HeaderField {
    VIA("Via", 'v'),
    FROM("From", 'f'),
    TO("To", 't'),
    CALL_ID("Call-ID", 'i'),
    CSEQ("CSeq"),
    CONTACT("Contact", 'm'),
    EVENT("Event", 'o'),
    SUBSCRIPTION_STATE("Subscription-State"),
    SIP_ETAG("SIP-ETag"),
    EXPIRES("Expires"),
    CONTENT_LENGTH("Content-Length", 'l'),
    CONTENT_TYPE("Content-Type", 'c'),
    CONTENT_ENCODING("Content-Encoding", 'e'),
    SUBJECT("Subject", 's'),
    SUPPORTED("Supported", 'k'),
    ALLOW_EVENTS("Allow-Events", 'u'),
    AUTHENTICATION_INFO("Authentication-Info"),
    /** Any other field. */
    OTHER("");

    private static final HeaderField[] ALL = values();

    private final String longName;

    @SuppressWarnings("ImmutableEnumChecker") // never changed
    private final byte[] lowerCase;

    private final int compact;

    HeaderField(String longName) {
        this(longName, -1);
    }

    HeaderField(String longName, int compact) {
        this.longName = longName;
        this.lowerCase = longName.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
        this.compact = compact;
    }

    String longName() {
        return longName;
    }

    /** The field with the name between these indexes, in long or compact form and any case. */
    static HeaderField of(byte[] bytes, int start, int end) {
        int size = end - start;
        if (size > 0) {
            int first = lower(bytes[start]);
            for (HeaderField field : ALL) {
                if (size == 1 ? first == field.compact : field.isNamed(bytes, start, size)) {
                    return field;
                }
            }
        }
        return OTHER;
    }

    private boolean isNamed(byte[] bytes, int start, int size) {
        if (size != lowerCase.length) {
            return false;
        }
        int i = 0;
        while (i < size && lower(bytes[start + i]) == lowerCase[i]) {
            i++;
        }
        return i == size;
    }

    private static int lower(byte letter) {
        return letter >= 'A' && letter <= 'Z' ? letter + ('a' - 'A') : letter;
    }
}
