package org.sippresence.sip.message;

import gov.nist.javax.sip.header.ExtensionHeaderImpl;
import gov.nist.javax.sip.message.SIPMessage;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The privacy that the sender of a request asks for: the header Privacy (RFC 3323 section 4.2, RFC 3325 section 9.3). */
public final class Privacy {

    private static final String NAME = "Privacy";
    private static final String SEPARATORS = "[;,\\s]+";

    private Privacy() {}

    /** Whether the asserted identity is withheld from whoever is no trusted peer ({@code id}, RFC 3325 section 7). */
    public static boolean hidesIdentity(SIPMessage message) {
        return values(message).anyMatch("id"::equals);
    }

    /** Whether the display name is withheld: with the identity, or as all that the user's own client reveals ({@code user}). */
    public static boolean hidesName(SIPMessage message) {
        return values(message).anyMatch(value -> value.equals("id") || value.equals("user"));
    }

    /** The values in lower case; those of a header that the stack could not parse count, too. */
    private static Stream<String> values(SIPMessage message) {
        return Stream.concat(Headers.values(message, NAME).stream(), Headers.unparsed(message, NAME).stream())
                .flatMap(text -> Stream.of(text.split(SEPARATORS)))
                .map(value -> value.strip().toLowerCase(Locale.ROOT));
    }

    /** Separates several values by semicolons, as the grammar demands: the stack writes commas. */
    public static void separateBySemicolons(SIPMessage message) {
        List<String> values = Headers.values(message, NAME);
        if (values.size() > 1) {
            ExtensionHeaderImpl whole = new ExtensionHeaderImpl(NAME);
            whole.setValue(String.join(";", values));
            message.removeHeader(NAME);
            message.addHeader(whole);
        }
    }
}
