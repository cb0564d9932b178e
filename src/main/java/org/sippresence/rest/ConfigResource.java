package org.sippresence.rest;

import java.util.Map;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.MediaType;
import org.sippresence.settings.Settings;

/** The effective configuration. */
@Path("/api/v1/config")
@Produces(MediaType.APPLICATION_JSON)
public final class ConfigResource {

    private final Settings settings;

    ConfigResource(Settings settings) {
        this.settings = settings;
    }

    /** Every key with the effective value; secrets are masked. */
    @GET
    public Map<String, String> config() {
        return settings.effective();
    }
}
