package org.sippresence.settings;

import static org.sippresence.settings.Key.Origin.KAMAILIO;
import static org.sippresence.settings.Key.Origin.SER;
import static org.sippresence.settings.Key.onOff;
import static org.sippresence.settings.Key.whole;

import java.util.List;
import org.sippresence.model.ExpiresPolicy;

/** The keys about PUBLISH, and the lifetimes that SUBSCRIBE and REGISTER share with it. */
final class PublicationKeys {

    private PublicationKeys() {}

    static List<Key> all() {
        return List.of(
                whole("default_expires", 3600, "seconds")
                        .between(1, Integer.MAX_VALUE)
                        .from(SER)
                        .means("""
                        The lifetime of subscriptions, publications and registrations when the client requests none;
                        reduced to the maximum lifetime if that is shorter."""),
                whole("max_expires", 3600, "seconds")
                        .between(1, Integer.MAX_VALUE)
                        .from(KAMAILIO)
                        .means("""
                        The maximum lifetime of subscriptions, publications and registrations; a longer requested
                        lifetime is reduced to it."""),
                whole("max_publish_expiration", 3600, "seconds")
                        .between(1, Integer.MAX_VALUE)
                        .from(SER)
                        .means("""
                        The maximum lifetime of publications. If `max_expires` is set as well, the lower value
                        applies; if only one of them is set, that one applies."""),
                whole("min_expires", 0, "seconds").means("""
                        The minimum lifetime of subscriptions, publications and registrations (for registrations an
                        hour at most). A shorter requested lifetime, except 0, is answered 423 with `Min-Expires`.
                        0: no minimum."""),
                whole("expires_offset", 0, "seconds").from(KAMAILIO).means("""
                        Subtracted from the `Expires` of the 200 to PUBLISH, never below 1, so that clients refresh
                        early."""),
                onOff("pidf_strict", false).from(SER).means("""
                        1: a presence document whose rich presence (RFC 4480, 4481, 4482), person or device (RFC 4479)
                        is invalid by its schema is answered 400. 0: the document is accepted, and its invalid parts
                        are not sent to watchers."""));
    }

    static PublicationSettings read(Values values) {
        Lifetimes lifetimes = Lifetimes.of(values);
        return new PublicationSettings(
                new ExpiresPolicy(
                        lifetimes.initial(),
                        lifetimes.maxPublication(),
                        lifetimes.min(),
                        values.number("expires_offset")),
                values.number("publication_max_body"),
                values.on("pidf_strict"),
                values.text("to_tag_pref"));
    }
}
