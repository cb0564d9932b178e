package org.sippresence.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.authorization.AuthorizationFixtures.presence;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SpheresTest {

    @ParameterizedTest
    @CsvSource({
        "<r:sphere><r:work/></r:sphere>, work",
        "<r:sphere>Work</r:sphere>, work",
        "'<r:sphere> bowling\n league </r:sphere>', bowling league",
        "<r:sphere><r:other>Soccer team</r:other></r:sphere>, soccer team",
        "<r:sphere/>,",
        "<r:mood/>,"
    })
    void readsTheSphereOfThePerson(String inside, String sphere) {
        assertThat(Spheres.of(presence(persons(inside))).orElse(null)).isEqualTo(sphere);
    }

    @Test
    void personsThatAgreeOrSayNothingAreOne() {
        String work = "<r:sphere><r:work/></r:sphere>";

        assertThat(Spheres.of(presence(persons(work, "<r:sphere>work</r:sphere>", ""))))
                .contains("work");
        assertThat(Spheres.of(presence(persons(work, "<r:sphere>home</r:sphere>"))))
                .isEmpty();
        assertThat(Spheres.of(presence(persons()))).isEmpty();
        assertThat(Spheres.of(AuthorizationFixtures.presence())).contains("work");
    }

    @Test
    void whatIsNoPersonHasNoSphere() {
        assertThat(Spheres.of(presence(persons().replace("><", "><r:sphere>work</r:sphere><"))))
                .isEmpty();
    }

    private static String persons(String... inside) {
        StringBuilder out = new StringBuilder("<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='sip:a@b.org'"
                + " xmlns:d='urn:ietf:params:xml:ns:pidf:data-model' xmlns:r='urn:ietf:params:xml:ns:pidf:rpid'>");
        for (int i = 0; i < inside.length; i++) {
            out.append("<d:person id='p")
                    .append(i)
                    .append("'>")
                    .append(inside[i])
                    .append("</d:person>");
        }
        return out.append("</presence>").toString();
    }
}
