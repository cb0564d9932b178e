package org.sippresence.operation;

import java.util.ArrayList;
import java.util.List;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.sippresence.arquillian.PresenceWar;

/** The application as these tests deploy it. */
final class Servers {

    static final String MIN_EXPIRES = "2";
    static final String MAX_EXPIRES = "600";
    static final String DEFAULT_EXPIRES = "500";
    static final String ADMIN_TOKEN = "token-of-the-integration-tests";
    static final int MAX_BODY = 20_000;

    private Servers() {}

    /** All watchers are allowed; lifetimes and sizes have bounds that tests can reach; more settings may be added. */
    static WebArchive war(String... more) {
        List<String> settings = new ArrayList<>(List.of(
                "auth=none",
                "domains=example.org",
                "min_expires=" + MIN_EXPIRES,
                "max_expires=" + MAX_EXPIRES,
                "default_expires=" + DEFAULT_EXPIRES,
                "publication_max_body=" + MAX_BODY,
                "admin_token=" + ADMIN_TOKEN));
        settings.addAll(List.of(more));
        return PresenceWar.with(settings.toArray(new String[0]));
    }
}
