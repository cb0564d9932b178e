package org.sippresence.sip.relay;

import static org.assertj.core.api.Assertions.assertThat;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.authorization.RequestIdentity;
import org.sippresence.model.Aor;
import org.sippresence.settings.Realms;
import org.sippresence.settings.Settings;
import org.sippresence.sip.message.Headers;
import org.sippresence.sip.message.TrustDomain;
import org.sippresence.testkit.SipRequests;

final class SenderIdentityTest {

    private static final String PEER = "192.0.2.1";
    private static final String OTHER_PEER = "192.0.2.2";
    private static final String STRANGER = "198.51.100.1";
    private static final TrustDomain TRUST_DOMAIN =
            new TrustDomain(Settings.of(Map.of("trusted_peers", "192.0.2.0/24")).trustedPeers());
    private static final Realms REALMS = new Realms(Optional.empty(), Map.of("example.com", "Example"));
    private static final Aor BOB = new Aor("sip:bob@example.org");
    private static final String ASSERTED = "P-Asserted-Identity: <sip:bob@example.org>";

    private static String relayed(SIPRequest request, RequestIdentity identity, String host) {
        SenderIdentity sender = new SenderIdentity(TRUST_DOMAIN, request, identity, REALMS);
        SIPRequest copy = (SIPRequest) request.clone();
        sender.applyTo(copy, host);
        return copy.encode();
    }

    private static String relayed(String source, String host, String... headers) {
        return relayed(SipRequests.message(source, headers), RequestIdentity.claimed(BOB), host);
    }

    @ParameterizedTest
    @ValueSource(strings = {OTHER_PEER, STRANGER})
    void theAssertionOfAStrangerIsRemoved(String host) {
        assertThat(relayed(STRANGER, host, ASSERTED, "P-Preferred-Identity: <sip:bob@example.org>"))
                .doesNotContain("P-Asserted", "P-Preferred");
        assertThat(relayed(STRANGER, host, "P-Asserted-Identity: <sip:bob@", "P-Preferred-Identity:"))
                .as("one that cannot be parsed")
                .doesNotContain("P-Asserted", "P-Preferred");
    }

    @ParameterizedTest
    @CsvSource({
        PEER + ", '', true",
        STRANGER + ", '', true",
        "phone.example.org, '', true",
        PEER + ", Privacy: id, true",
        STRANGER + ", Privacy: id, false",
        STRANGER + ", Privacy: user;id;critical, false",
        "phone.example.org, Privacy: id, false",
        STRANGER + ", Privacy: none, true",
        STRANGER + ", Privacy: header, true",
    })
    void theAssertionOfAPeerIsPassedOnUnlessItIsPrivate(String host, String privacy, boolean kept) {
        String[] headers = privacy.isEmpty() ? new String[] {ASSERTED} : new String[] {ASSERTED, privacy};
        String relayed = relayed(PEER, host, headers);
        assertThat(relayed.contains("P-Asserted-Identity: <sip:bob@example.org>"))
                .isEqualTo(kept);
        assertThat(relayed).contains(privacy);
    }

    @Test
    void aUserWhoAuthenticatedHereIsNamedToPeersOnly() {
        RequestIdentity bob = RequestIdentity.authenticated(BOB);
        String forged = "P-Asserted-Identity: <sip:mallory@example.org>";
        assertThat(relayed(SipRequests.message(STRANGER, forged, "Privacy: id"), bob, PEER))
                .contains("P-Asserted-Identity: <sip:bob@example.org>")
                .doesNotContain("P-Asserted-Identity: <sip:mallory");
        assertThat(relayed(SipRequests.message(STRANGER, forged), bob, STRANGER))
                .doesNotContain("P-Asserted");
        assertThat(relayed(SipRequests.message(STRANGER, forged), RequestIdentity.claimed(BOB), PEER))
                .as("who only claims to be Bob")
                .doesNotContain("P-Asserted");
    }

    @Test
    void oneCopyDoesNotChangeTheNext() {
        SIPRequest request = SipRequests.message(PEER, ASSERTED, "Privacy: id");
        SenderIdentity sender = new SenderIdentity(TRUST_DOMAIN, request, RequestIdentity.authenticated(BOB), REALMS);
        SIPRequest toStranger = (SIPRequest) request.clone();
        sender.applyTo(toStranger, STRANGER);
        SIPRequest toPeer = (SIPRequest) request.clone();
        sender.applyTo(toPeer, PEER);
        assertThat(toStranger.encode()).doesNotContain("P-Asserted");
        assertThat(toPeer.encode()).contains(ASSERTED);
    }

    @ParameterizedTest
    @CsvSource({
        STRANGER + "," + STRANGER + ", '', false",
        PEER + "," + STRANGER + ", '', true",
        PEER + "," + STRANGER + ", Privacy: id, false",
        PEER + "," + OTHER_PEER + ", Privacy: id, true",
    })
    void theAssertionOfAResponseIsThatOfAPeer(String from, String to, String privacy, boolean kept) {
        SIPRequest request = SipRequests.message(to);
        String[] headers = privacy.isEmpty() ? new String[] {ASSERTED} : new String[] {ASSERTED, privacy};
        SIPResponse response = SipRequests.ok(from, headers);
        new SenderIdentity(TRUST_DOMAIN, request, RequestIdentity.claimed(BOB), REALMS).applyTo(response);
        assertThat(response.encode().contains("P-Asserted")).isEqualTo(kept);
    }

    /** RFC 8224 section 4.1: several headers, full and compact passports, and the compact name. */
    @Test
    void passportsArePassedOnAsTheyAre() {
        String full = "Identity: " + "eyJhbGciOiJFUzI1NiJ9.eyJkZXN0Ijp7fX0." + "A".repeat(8_000)
                + ";info=<https://cert.example.org/passport.cer>;alg=ES256;ppt=\"shaken\"";
        String compact = "Identity: ..sv5CTo05KqpSmtHt3dcEiO_1CWTSZtnG3iV-1nmurLXV_HmtyNS7Ltrg9dlxkWzo"
                + ";info=<https://biloxi.example.org/biloxi.cer>;unknown=\"a, b\"";
        SIPRequest request = SipRequests.message(STRANGER, full, compact);
        String relayed = relayed(request, RequestIdentity.claimed(BOB), STRANGER);
        assertThat(relayed).containsSubsequence(full + "\r\n", compact + "\r\n");
        assertThat(Headers.values(request, "Identity")).hasSize(2);
        String shortName = "y: ..x;info=<https://example.org/c>";
        assertThat(relayed(STRANGER, STRANGER, shortName)).contains(shortName + "\r\n");
    }

    private static String credentials(String name, String realm) {
        return name + ": Digest username=\"bob\", realm=" + realm + ", nonce=\"n\", uri=\"sip:x\", response=\""
                + "0".repeat(32) + '"';
    }

    @ParameterizedTest
    @CsvSource({
        "'\"example.org\"', false",
        "'\"EXAMPLE.org\"', false",
        "'\"exam\\ple.org\"', false",
        "'example.org', false",
        "'\"other\", realm=\"example.org\"', false",
        "'\"example.net\"', true",
        "'\"example.org.net\"', true",
    })
    void credentialsAndChallengesOfThisServerAreRemoved(String realm, boolean kept) {
        for (String name : List.of("Authorization", "Proxy-Authorization")) {
            String relayed = relayed(STRANGER, STRANGER, credentials(name, realm));
            assertThat(relayed.contains("response=")).as(relayed).isEqualTo(kept);
        }
        for (String name : List.of("WWW-Authenticate", "Proxy-Authenticate")) {
            SIPResponse response = SipRequests.ok(STRANGER, name + ": Digest realm=" + realm + ", nonce=\"n\"");
            new SenderIdentity(TRUST_DOMAIN, SipRequests.message(STRANGER), RequestIdentity.claimed(BOB), REALMS)
                    .applyTo(response);
            assertThat(response.encode().contains("nonce="))
                    .as(response.encode())
                    .isEqualTo(kept);
        }
    }

    @Test
    void theRealmOfAnAnonymousUserIsTheOneOfItsDomain() {
        SIPRequest request = SipRequests.message(
                STRANGER, credentials("Authorization", "\"Example\""), credentials("Authorization", "\"example.net\""));
        String relayed = relayed(request, RequestIdentity.authenticated(new Aor("sip:carol@example.com")), STRANGER);
        assertThat(relayed).contains("\"example.net\"").doesNotContain("\"Example\"");
    }

    @Test
    void credentialsThatCannotBeReadAreRemoved() {
        String relayed = relayed(
                STRANGER,
                STRANGER,
                "Proxy-Authorization: Digest username=\"bob\", response=\"secret\", nc=00000001,,=");
        assertThat(relayed).doesNotContain("secret");
    }
}
