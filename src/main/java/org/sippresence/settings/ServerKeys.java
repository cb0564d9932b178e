package org.sippresence.settings;

import static org.sippresence.settings.Key.choice;
import static org.sippresence.settings.Key.onOff;
import static org.sippresence.settings.Key.text;
import static org.sippresence.settings.Key.whole;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;

/** The keys of the process: addresses, data directory, threads and log. */
final class ServerKeys {

    private static final String ADDRESS = "[A-Za-z0-9.:%_-]+";
    private static final String AN_ADDRESS = "an IP address or host name";

    private ServerKeys() {}

    static List<Key> all() {
        return List.of(
                text("sip_bind", "127.0.0.1")
                        .matching(ADDRESS, AN_ADDRESS)
                        .means("The address for SIP over UDP and TCP. `--bind` sets it."),
                whole("sip_port", 5060, "").between(0, 65_535).means("The port for SIP; 0: any free port."),
                text("http_bind", "127.0.0.1").matching(ADDRESS, AN_ADDRESS).means("""
                        The address for HTTP. An address that is not loopback is rejected unless `http_proxied=1` or
                        `allow_unauthenticated=1`, because the server has no TLS for HTTP."""),
                onOff("http_proxied", false).means("""
                        1: `http_bind` may be an address that is not loopback, because only a reverse proxy with TLS
                        connects to it. The client is then the last address in its X-Forwarded-For. From a loopback
                        address the header is read in any case."""),
                whole("http_port", 8080, "").between(0, 65_535).means("The port for HTTP; 0: any free port."),
                text("data", "data").means("""
                        The directory of the embedded database and of the generated admin token. A relative path is
                        resolved against the home of the distribution, Tomcat's `catalina.base` or, with `scripts/run`,
                        the root of the repository; on the command line, against the working directory."""),
                whole("lanes", 0, "").between(0, 1024).means("""
                        The number of lanes (serial executors) that presentities are distributed over; 0: twice the
                        number of processor cores."""),
                choice("log_level", "info", "error", "warn", "info", "debug", "trace")
                        .means("The lowest level that is logged."));
    }

    static ServerSettings read(Values values, Path base) {
        return new ServerSettings(
                values.text("sip_bind"),
                values.number("sip_port"),
                values.text("http_bind"),
                values.number("http_port"),
                base.resolve(values.text("data")));
    }

    static int lanes(Values values) {
        int lanes = values.number("lanes");
        return lanes == 0 ? 2 * Runtime.getRuntime().availableProcessors() : lanes;
    }

    /**
     * Warns of HTTP without encryption.
     *
     * @throws SettingsException if SIP or HTTP is served without protection and no key allows it
     */
    static List<String> checkAddresses(Values values) {
        boolean allowed = values.on("allow_unauthenticated");
        boolean plainHttp = !isLoopback(values, "http_bind") && !values.on("http_proxied");
        if (plainHttp && !allowed) {
            throw new SettingsException("http_bind=" + values.text("http_bind")
                    + " is not loopback and the server has no TLS for HTTP: set http_proxied=1 if only a reverse proxy"
                    + " with TLS connects to it, or allow_unauthenticated=1 to allow plain HTTP");
        }
        if (!allowed && values.text("authentication").equals("off") && !isLoopback(values, "sip_bind")) {
            throw new SettingsException(
                    "sip_bind=" + values.text("sip_bind") + " is not loopback and authentication=off"
                            + ": every client could use any identity; set authentication=digest, or allow_unauthenticated=1"
                            + " to allow it");
        }
        return plainHttp
                ? List.of("http_bind=" + values.text("http_bind")
                        + " is not loopback: the admin token is sent without encryption")
                : List.of();
    }

    private static boolean isLoopback(Values values, String key) {
        String host = values.text(key);
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new SettingsException(key + "=" + host + " is neither an address nor a name that can be resolved");
        }
    }
}
