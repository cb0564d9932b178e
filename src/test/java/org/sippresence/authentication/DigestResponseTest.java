package org.sippresence.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sippresence.authentication.DigestResponse.NonceUse;
import org.sippresence.authentication.DigestResponse.ProtectedRequest;
import org.sippresence.authentication.DigestResponse.Qop;
import org.sippresence.model.Hashes;
import org.sippresence.settings.DigestSettings.Algorithm;

final class DigestResponseTest {

    private static final String NONCE = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
    private static final String CLIENT_NONCE = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";
    private static final String COUNT = "00000001";

    private static String ha1(Algorithm algorithm) {
        return Hashes.hash(algorithm.token(), "Mufasa:http-auth@example.org:Circle of Life");
    }

    private static String response(Algorithm algorithm, Qop qop, String ha1) {
        return DigestResponse.compute(
                algorithm,
                ha1,
                new NonceUse(NONCE, COUNT, CLIENT_NONCE, qop),
                new ProtectedRequest("GET", "/dir/index.html", Hashes.hash(algorithm.token(), "v=0\r\n")));
    }

    /** The first two are those of RFC 7616 section 3.9.1; the others were computed by another program. */
    @ParameterizedTest
    @CsvSource({
        "MD5, AUTH, 8ca523f5e9506fed4657c9700eebdbec",
        "SHA_256, AUTH, 753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
        "MD5, AUTH_INT, d1b8e2ac3f6782372de4bf3d8735b406",
        "SHA_256, AUTH_INT, 385d2de062660ced11876f42d9497c69cacf5caaf3d951dd424aee9f7157d563",
        "MD5, NONE, 7b2cc3b30e75b4777ea31027084363fd",
        "SHA_256, NONE, a1306b0595a6c7fe96c448631fb5cfbd5107bd1fe1da729d978dd7446b812363",
    })
    void responsesOfRfc7616(Algorithm algorithm, Qop qop, String expected) {
        assertThat(response(algorithm, qop, ha1(algorithm))).isEqualTo(expected);
    }

    /** Computed by another program. */
    @ParameterizedTest
    @CsvSource({
        "MD5, e783283f46242139c486a698fec7211d",
        "SHA_256, 2fd51b3a77ad75bad6afad6003e818d767133c46d9e2749e7f5232ae1ea3efd7",
    })
    void responsesOfASession(Algorithm algorithm, String expected) {
        String ha1 = DigestResponse.sessionHa1(algorithm, ha1(algorithm), NONCE, CLIENT_NONCE);
        assertThat(response(algorithm, Qop.AUTH, ha1)).isEqualTo(expected);
    }

    /** RFC 2617 section 3.5, and RFC 2069 section 2.4 with its erratum. */
    @Test
    void responsesOfTheOlderRfcs() {
        String nonce = "dcd98b7102dd2f0e8b11d0f600bfb0c093";
        ProtectedRequest request = new ProtectedRequest("GET", "/dir/index.html", "");
        assertThat(DigestResponse.compute(
                        Algorithm.MD5,
                        Hashes.hash("MD5", "Mufasa:testrealm@host.com:Circle Of Life"),
                        new NonceUse(nonce, COUNT, "0a4f113b", Qop.AUTH),
                        request))
                .isEqualTo("6629fae49393a05397450978507c4ef1");
        assertThat(DigestResponse.compute(
                        Algorithm.MD5,
                        Hashes.hash("MD5", "Mufasa:testrealm@host.com:CircleOfLife"),
                        new NonceUse(nonce, "", "", Qop.NONE),
                        request))
                .isEqualTo("1949323746fe6a43ef61f9606e7febea");
    }
}
