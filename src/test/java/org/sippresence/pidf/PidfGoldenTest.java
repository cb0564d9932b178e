package org.sippresence.pidf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.pidf.PidfFixtures.parse;
import static org.sippresence.pidf.PidfFixtures.resource;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.xml.MalformedXmlException;

class PidfGoldenTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rfc3863-basic",
                "rfc3863-extended",
                "rfc3863-must-understand",
                "rfc4119-geopriv",
                "rfc4479-data-model",
                "rfc4480-rpid",
                "rfc4481-timed-status",
                "rfc4482-cipid",
                "cpim-draft",
                "phone-numeric-id"
            })
    void printsTheExamplesOfTheRfcsWithAllThatTheySay(String name) throws MalformedXmlException {
        Pidf document = parse(resource(name + ".xml"));

        String printed = PidfFormat.PIDF.print(document).text();
        assertThat(printed).isEqualTo(golden(name + ".xml"));
        assertThat(parse(printed)).isEqualTo(document);
        assertThat(parse(PidfFormat.CPIM_PIDF.print(document).bytes())).isEqualTo(document);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CPIM_PIDF", "LPIDF", "XPIDF"})
    void printsEachOlderFormat(PidfFormat format) throws MalformedXmlException {
        Pidf document = parse(resource("rfc4480-rpid.xml"));

        assertThat(format.print(document).text())
                .isEqualTo(golden("rfc4480-rpid." + format.mediaType().subtype().replace("+xml", "")));
    }

    @Test
    void printsTheSameUnderMicrosoftsLaterName() throws MalformedXmlException {
        Pidf document = parse(resource("rfc4480-rpid.xml"));

        assertThat(PidfFormat.MSRTC_PIDF.print(document).text())
                .isEqualTo(PidfFormat.XPIDF.print(document).text());
    }

    @Test
    void readsCpimAsTheSameDocumentAsPidf() throws MalformedXmlException {
        String text = new String(resource("cpim-draft.xml"), StandardCharsets.UTF_8);

        assertThat(parse(text.replace("ns:cpim-pidf'", "ns:pidf'"))).isEqualTo(parse(text));
        assertThat(parse(text.replace("ns:cpim-pidf'", "ns:cpim-pidf:'"))).isEqualTo(parse(text));
    }

    private static String golden(String name) {
        return new String(resource("printed/" + name), StandardCharsets.UTF_8);
    }
}
