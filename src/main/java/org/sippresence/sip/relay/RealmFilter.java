package org.sippresence.sip.relay;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sip.header.AuthorizationHeader;
import javax.sip.header.Header;
import javax.sip.header.ProxyAuthenticateHeader;
import javax.sip.header.ProxyAuthorizationHeader;
import javax.sip.header.WWWAuthenticateHeader;
import org.sippresence.sip.message.Headers;

/**
 * Keeps the authentication of users by this server out of what it relays (RFC 3261 section 22.3). A recipient must neither read the
 * credentials of the sender nor challenge it in the name of this server: it could use the answer here, or guess the password.
 * Credentials and challenges of other realms are passed on. Immutable.
 */
final class RealmFilter {

    private static final List<String> CREDENTIALS = List.of(AuthorizationHeader.NAME, ProxyAuthorizationHeader.NAME);
    private static final List<String> CHALLENGES = List.of(WWWAuthenticateHeader.NAME, ProxyAuthenticateHeader.NAME);

    /** Each realm in a header: receivers differ in which of several they take. */
    private static final Pattern REALM = Pattern.compile(
            "\\brealm\\s*+=\\s*+(?:\"(?<quoted>(?:[^\"\\\\]|\\\\.)*+)\"?|(?<bare>[^\\s,\"]++))",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private final Set<String> realms = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    /** @param realms of this server */
    RealmFilter(Collection<String> realms) {
        this.realms.addAll(realms);
    }

    /** Removes the credentials for this server, and those that cannot be read, which copies of the request share. */
    void applyTo(SIPRequest request) {
        CREDENTIALS.forEach(name -> remove(request, name));
    }

    /** Removes the challenges with a realm of this server, and those that cannot be read. */
    void applyTo(SIPResponse response) {
        CHALLENGES.forEach(name -> remove(response, name));
    }

    private void remove(SIPMessage message, String name) {
        Headers.removeUnparsed(message, name);
        List<Header> others = new ArrayList<>(0);
        message.getHeaders(name).forEachRemaining(header -> {
            if (!isOurs(Headers.value(header))) {
                others.add(header);
            }
        });
        message.removeHeader(name);
        others.forEach(message::addHeader);
    }

    private boolean isOurs(String value) {
        Matcher each = REALM.matcher(value);
        while (each.find()) {
            String quoted = each.group("quoted");
            String realm = quoted == null ? each.group("bare") : quoted.replaceAll("(?s)\\\\(.)", "$1");
            if (realms.contains(realm)) {
                return true;
            }
        }
        return false;
    }
}
