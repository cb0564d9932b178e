package org.sippresence.rest;

import java.util.Map;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.MediaType;
import org.sippresence.settings.Settings;

/** What the server was started with. */
@Path("/api/v1/config")
@Produces(MediaType.APPLICATION_JSON)
public final class ConfigResource {

    private final Settings settings;

    ConfigResource(Settings settings) {
        this.settings = settings;
    }

    /** Every key with the value in force; secrets masked. */
    @GET
    public Map<String, String> config() {
        return settings.effective();
    }
}
