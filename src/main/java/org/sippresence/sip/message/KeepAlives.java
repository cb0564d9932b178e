package org.sippresence.sip.message;

import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPRequest;
import java.text.ParseException;
import java.util.Set;
import org.sippresence.hook.FlowConnection;

/** Agrees with clients on keep-alives (RFC 6223): this server answers double line ends over connections, and STUN over UDP. */
final class KeepAlives {

    private static final String KEEP = "keep";

    /** Those that register or make and keep a dialog (RFC 6223 section 4.3). */
    private static final Set<String> METHODS = Set.of("REGISTER", "SUBSCRIBE");

    /** Seconds after which the mapping of a NAT may end: RFC 5626 section 4.4.1 for connections, 4.4.2 for UDP. */
    private static final String CONNECTION = "120";

    private static final String UDP = "30";

    private KeepAlives() {}

    /** Writes the recommended seconds between two keep-alives into the topmost Via of a request that offers them. */
    static void accept(SIPRequest request) {
        Via via = request.getTopmostVia();
        if (via == null || !via.hasParameter(KEEP) || !METHODS.contains(request.getMethod())) {
            return;
        }
        boolean isConnection = request.getMessageChannel() instanceof FlowConnection;
        if (isConnection || LocalContact.transport(request).equals("udp")) {
            try {
                via.setParameter(KEEP, isConnection ? CONNECTION : UDP);
            } catch (ParseException e) { // only the name could be malformed
                throw new IllegalStateException(e);
            }
        }
    }
}
