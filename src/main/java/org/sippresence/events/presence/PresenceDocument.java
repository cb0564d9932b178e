package org.sippresence.events.presence;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.sippresence.authorization.PermissionFilter;
import org.sippresence.authorization.Permissions;
import org.sippresence.authorization.Spheres;
import org.sippresence.eventpackage.Document;
import org.sippresence.eventpackage.ParsedBody;
import org.sippresence.model.Body;
import org.sippresence.model.MediaType;
import org.sippresence.pidf.Contribution;
import org.sippresence.pidf.Pidf;
import org.sippresence.pidf.PidfFormat;
import org.sippresence.pidf.PidfMerge;
import org.sippresence.pidf.PublishedDocument;

/**
 * The composed presence of one presentity. Immutable; each format is printed once, on first use. Equality is by content.
 * Thread-safe.
 */
public final class PresenceDocument implements Document {

    private final Pidf pidf;
    /** The documents from which it was composed; empty if it was not composed. */
    private final List<PublishedDocument> sources;

    private final List<ParsedBody> parsed;
    /** Null until first access. */
    private volatile Optional<String> sphere;
    /** Replaced as a whole; most documents are printed in one format only. */
    private volatile Map<PidfFormat, Body> printed = Map.of();

    PresenceDocument(Pidf pidf) {
        this(pidf, List.of(), List.of());
    }

    PresenceDocument(Pidf pidf, List<PublishedDocument> sources, List<ParsedBody> parsed) {
        this.pidf = Objects.requireNonNull(pidf, "pidf");
        this.sources = List.copyOf(sources);
        this.parsed = List.copyOf(parsed);
    }

    public Pidf pidf() {
        return pidf;
    }

    @Override
    public List<ParsedBody> parsed() {
        return parsed;
    }

    @Override
    public Optional<String> sphere() {
        Optional<String> known = sphere;
        if (known == null) { // two threads may compute it at once, with the same result
            known = Spheres.of(pidf);
            sphere = known;
        }
        return known;
    }

    /**
     * Returns the permitted parts; rules identify a service by its id in this document or by the one in the published document.
     */
    PresenceDocument filtered(Permissions permissions) {
        Map<String, String> published = new HashMap<>();
        for (Contribution each :
                permissions.equals(Permissions.all()) ? List.<Contribution>of() : PidfMerge.contributions(sources)) {
            each.tuples().forEach(tuple -> published.put(tuple.tuple().id(), tuple.publishedId()));
        }
        return new PresenceDocument(PermissionFilter.apply(pidf, permissions, id -> published.getOrDefault(id, id)));
    }

    /** Returns whether at least one tuple is open. */
    @Override
    public boolean online() {
        return pidf.online();
    }

    /**
     * Prints the document.
     *
     * @throws IllegalArgumentException if the type is none of {@link PresencePackage#notifyTypes()}
     */
    @Override
    public Body print(MediaType type) {
        PidfFormat format = PidfFormat.of(type)
                .orElseThrow(() -> new IllegalArgumentException("presence is not printed as " + type));
        Body body = printed.get(format);
        if (body == null) { // two threads may print the same format at once, with the same result
            body = format.print(pidf);
            remember(format, body);
        }
        return body;
    }

    private synchronized void remember(PidfFormat format, Body body) {
        Map<PidfFormat, Body> more = new HashMap<>(printed);
        more.put(format, body);
        printed = Map.copyOf(more);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PresenceDocument that && pidf.equals(that.pidf);
    }

    @Override
    public int hashCode() {
        return pidf.hashCode();
    }

    @Override
    public String toString() {
        return "PresenceDocument[" + pidf.entity() + ", " + pidf.tuples().size() + " tuples]";
    }
}
