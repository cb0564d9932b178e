package org.sippresence.operation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sippresence.sipclient.DigestUser;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.SipEndpoint;
import org.sippresence.sipclient.SipMessage;
import org.sippresence.sipclient.TestPidf;
import org.sippresence.sipclient.Transport;

/**
 * Guessing of passwords over SIP is slowed down on each path of requests, while users who have authenticated go on from the same
 * address, and all users from others. The loopback has all addresses of 127.0.0.0/8 on Linux.
 */
abstract class DigestGuessingContract extends DeployedServerTest {

    private static final int MOST_GUESSES = 200;
    private static final String PASSWORD = "open sesame";

    private static SipMessage publish(SipEndpoint from, Scene scene, DigestUser as, String user) {
        SipMessage request = SipMessage.request("PUBLISH", user, user)
                .with("Event", "presence")
                .withBody("application/pidf+xml", TestPidf.open(user, "here"));
        return as.call(from, request, scene.target());
    }

    private String account(Scene scene) {
        String alice = scene.user("alice");
        assertThat(admin().put("/api/v1/subscribers/" + alice, "{\"password\":\"" + PASSWORD + "\"}")
                        .statusCode())
                .isEqualTo(204);
        return alice;
    }

    /** Guesses until the source is slowed down. */
    private static SipMessage guess(SipEndpoint from, Scene scene, String user) {
        DigestUser guesser = DigestUser.at(user, "guess");
        SipMessage guess = publish(from, scene, guesser, user);
        assertThat(guess.status()).isEqualTo(401);
        for (int i = 0; i < MOST_GUESSES && guess.status() == 401; i++) {
            guess = publish(from, scene, guesser, user);
        }
        return guess;
    }

    @Test
    void aSourceThatGuessesIsAnswered503AndAKnownUserGoesOn(Scene scene) {
        String alice = account(scene);
        DigestUser known = DigestUser.at(alice, PASSWORD);
        assertThat(publish(scene.endpoint(), scene, known, alice).status()).isEqualTo(200);
        SipMessage guess = guess(scene.endpoint(), scene, alice);
        assertThat(guess.status()).isEqualTo(503);
        assertThat(Integer.parseInt(guess.required("Retry-After"))).isPositive();
        assertThat(publish(scene.endpoint(), scene, known, alice).status()).isEqualTo(200);
        assertThat(publish(scene.endpoint(), scene, DigestUser.at(alice, PASSWORD), alice)
                        .status())
                .as("the right password is not checked either, without a nonce that has been used")
                .isEqualTo(503);
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void anotherSourceIsServedWithItsFirstNonce(Transport transport) {
        String guessing = transport == Transport.UDP ? "127.0.0.2" : "127.0.0.3";
        try (Scene scene = scene(transport);
                SipEndpoint guesser = SipEndpoint.open(guessing);
                SipEndpoint phone = SipEndpoint.open("127.0.0.4")) {
            String alice = account(scene);
            assertThat(guess(guesser, scene, alice).status()).isEqualTo(503);
            assertThat(publish(phone, scene, DigestUser.at(alice, PASSWORD), alice)
                            .status())
                    .isEqualTo(200);
            assertThat(publish(guesser, scene, DigestUser.at(alice, PASSWORD), alice)
                            .status())
                    .isEqualTo(503);
        }
    }
}
