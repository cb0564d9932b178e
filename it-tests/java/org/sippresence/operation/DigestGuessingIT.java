package org.sippresence.operation;

import static org.assertj.core.api.Assertions.assertThat;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.sippresence.sipclient.DigestUser;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.SipMessage;
import org.sippresence.sipclient.TestPidf;

/** Guessing of passwords over SIP is slowed down, while users who have authenticated go on from the same address. */
class DigestGuessingIT extends DeployedServerTest {

    private static final int MOST_GUESSES = 200;

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war("authentication=digest");
    }

    private static SipMessage publish(Scene scene, DigestUser as, String user) {
        SipMessage request = SipMessage.request("PUBLISH", user, user)
                .with("Event", "presence")
                .withBody("application/pidf+xml", TestPidf.open(user, "here"));
        return as.call(scene.endpoint(), request, scene.target());
    }

    @Test
    void aSourceThatGuessesIsAnswered503AndAKnownUserGoesOn(Scene scene) {
        String alice = scene.user("alice");
        assertThat(admin().put("/api/v1/subscribers/" + alice, "{\"password\":\"open sesame\"}")
                        .statusCode())
                .isEqualTo(204);
        DigestUser known = DigestUser.at(alice, "open sesame");
        assertThat(publish(scene, known, alice).status()).isEqualTo(200);
        DigestUser guesser = DigestUser.at(alice, "guess");
        SipMessage guess = publish(scene, guesser, alice);
        assertThat(guess.status()).isEqualTo(401);
        for (int i = 0; i < MOST_GUESSES && guess.status() == 401; i++) {
            guess = publish(scene, guesser, alice);
        }
        assertThat(guess.status()).isEqualTo(503);
        assertThat(Integer.parseInt(guess.required("Retry-After"))).isPositive();
        assertThat(publish(scene, known, alice).status()).isEqualTo(200);
        assertThat(publish(scene, DigestUser.at(alice, "open sesame"), alice).status())
                .as("the right password is not checked either, without a nonce that has been used")
                .isEqualTo(503);
    }
}
