package org.sippresence.bench;

import java.util.List;
import java.util.Random;

/** Rules that permit all watchers to see services, sometimes with notes; put by the administrator over HTTP. */
final class SoakRules {

    private static final String BEFORE = "<ruleset xmlns=\"urn:ietf:params:xml:ns:common-policy\""
            + " xmlns:pr=\"urn:ietf:params:xml:ns:pres-rules\"><rule id=\"a\"><conditions/>"
            + "<actions><pr:sub-handling>allow</pr:sub-handling></actions><transformations>"
            + "<pr:provide-services><pr:all-services/></pr:provide-services>";
    private static final String AFTER = "</transformations></rule></ruleset>";
    private static final String MORE = "<pr:provide-note>true</pr:provide-note>";

    private final Http http;
    private final List<LoadPublisher> users;

    SoakRules(Http http, List<LoadPublisher> users) {
        this.http = http;
        this.users = users;
    }

    /** Puts the rules of all users; returns when they are stored. */
    void permitAll() {
        users.forEach(each -> put(each, ""));
    }

    /** Puts the rules of a random user; returns when they are stored. */
    void put(Random random) {
        put(users.get(random.nextInt(users.size())), random.nextBoolean() ? MORE : "");
    }

    private void put(LoadPublisher user, String more) {
        http.put(
                "/xcap/pres-rules/users/" + MessageBuffer.text(user.uri()) + "/index",
                "application/auth-policy+xml",
                BEFORE + more + AFTER);
    }
}
