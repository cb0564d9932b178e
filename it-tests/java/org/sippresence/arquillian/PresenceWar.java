package org.sippresence.arquillian;

import java.io.File;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * Archives for the tests' deployments. The settings travel inside the archive, in {@value #SETTINGS}; the container takes
 * them out and hands them over as the launcher does with its command line. {@code sip_bind}, {@code sip_port},
 * {@code http_port} and {@code data} are chosen by the container unless they are among them.
 */
public final class PresenceWar {

    static final String SETTINGS = "WEB-INF/presence-test.properties";

    private PresenceWar() {}

    /**
     * The WAR that the build made.
     *
     * @param settings {@code KEY=VALUE} each
     */
    public static WebArchive with(String... settings) {
        WebArchive war = ShrinkWrap.create(ZipImporter.class, "presence.war")
                .importFrom(new File("target/presence.war"))
                .as(WebArchive.class);
        return set(war, settings);
    }

    /** Adds settings to any archive. */
    public static WebArchive set(WebArchive war, String... settings) {
        return war.add(new StringAsset(String.join("\n", settings)), SETTINGS);
    }
}
