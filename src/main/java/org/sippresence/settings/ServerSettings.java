package org.sippresence.settings;

import java.nio.file.Path;

/**
 * Addresses and directory of the launcher.
 *
 * @param sipBind address for SIP over UDP and TCP
 * @param sipPort port for SIP
 * @param httpBind address for HTTP
 * @param httpPort port for HTTP
 * @param data directory of the embedded database and of the generated admin token
 */
public record ServerSettings(String sipBind, int sipPort, String httpBind, int httpPort, Path data) {}
