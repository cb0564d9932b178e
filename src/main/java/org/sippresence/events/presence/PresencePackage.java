package org.sippresence.events.presence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.sippresence.authorization.Permissions;
import org.sippresence.eventpackage.Composer;
import org.sippresence.eventpackage.Document;
import org.sippresence.eventpackage.EventPackage;
import org.sippresence.eventpackage.MalformedBodyException;
import org.sippresence.eventpackage.ParsedBody;
import org.sippresence.eventpackage.PublishedState;
import org.sippresence.model.Aor;
import org.sippresence.model.Body;
import org.sippresence.model.EventName;
import org.sippresence.model.MediaType;
import org.sippresence.pidf.Contact;
import org.sippresence.pidf.Pidf;
import org.sippresence.pidf.PidfCodec;
import org.sippresence.pidf.PidfFormat;
import org.sippresence.pidf.PidfMerge;
import org.sippresence.pidf.PresenceSchema;
import org.sippresence.pidf.PublishedDocument;
import org.sippresence.pidf.Tuple;
import org.sippresence.pidf.TupleStatus;
import org.sippresence.xml.MalformedXmlException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The event package {@code presence} (RFC 3856): presence documents, composed from all published state. */
public final class PresencePackage implements EventPackage {

    private static final Logger LOG = LoggerFactory.getLogger(PresencePackage.class);
    private static final String CONTACT = "contact";
    private static final List<MediaType> PUBLISH_TYPES =
            List.of(PidfFormat.PIDF.mediaType(), PidfFormat.CPIM_PIDF.mediaType());
    private static final List<MediaType> NOTIFY_TYPES =
            Arrays.stream(PidfFormat.values()).map(PidfFormat::mediaType).toList();

    private final PidfCodec codec;
    /** Reads accepted documents again even if the limit has been lowered since. */
    private final PidfCodec stored = new PidfCodec(Integer.MAX_VALUE);

    private final OptionalInt contactPriority;
    /** Whether schema-invalid elements are rejected; otherwise they are left out. */
    private final boolean strict;

    /**
     * Creates the package.
     *
     * @param maxBody maximum size of a published body in bytes
     * @param contactPriority the priority, in thousandths, of the open tuples that are derived from registered contacts; empty
     * for none
     * @param strict whether a body with schema-invalid extensions is rejected
     */
    public PresencePackage(int maxBody, OptionalInt contactPriority, boolean strict) {
        this.codec = new PidfCodec(maxBody);
        this.contactPriority = contactPriority;
        this.strict = strict;
    }

    @Override
    public EventName name() {
        return EventName.PRESENCE;
    }

    @Override
    public List<MediaType> publishTypes() {
        return PUBLISH_TYPES;
    }

    @Override
    public List<MediaType> notifyTypes() {
        return NOTIFY_TYPES;
    }

    @Override
    public boolean requiresAuthorization() {
        return true;
    }

    @Override
    public ParsedBody check(Body published) throws MalformedBodyException {
        try {
            Pidf document = codec.parse(published.bytes());
            Optional<String> violation = strict ? PresenceSchema.violation(document) : Optional.empty();
            if (violation.isPresent()) {
                throw new MalformedBodyException(violation.get());
            }
            return new ParsedPresence(published, document);
        } catch (MalformedXmlException e) {
            throw new MalformedBodyException(e.getMessage(), e);
        }
    }

    @Override
    public Optional<Composer> composer() {
        return Optional.of(this::compose);
    }

    @Override
    public Optional<Body> ofContact(Aor presentity, String contact) {
        if (contactPriority.isEmpty()) {
            return Optional.empty();
        }
        Tuple open = new Tuple(
                CONTACT,
                TupleStatus.OPEN,
                List.of(),
                Optional.of(new Contact(contact, contactPriority)),
                List.of(),
                Optional.empty());
        return Optional.of(PidfFormat.PIDF.print(new Pidf(presentity.uri(), List.of(open), List.of(), List.of())));
    }

    @Override
    public Document filter(Document composed, Permissions permissions) {
        return ((PresenceDocument) composed).filtered(permissions);
    }

    private PresenceDocument compose(Aor presentity, List<PublishedState> published, List<ParsedBody> known) {
        List<PublishedDocument> sources = new ArrayList<>(published.size());
        List<ParsedBody> parsed = new ArrayList<>(published.size());
        for (PublishedState each : published) {
            try {
                Pidf document = PresenceSchema.conform(parsed(each.body(), known));
                sources.add(new PublishedDocument(each.id(), each.received(), document, each.presumed()));
                parsed.add(new ParsedPresence(each.body(), document));
            } catch (MalformedXmlException e) { // checked on arrival, so the database must have been modified
                LOG.warn("publication {} of {} left out: {}", each.id(), presentity, e.getMessage());
            }
        }
        return new PresenceDocument(PidfMerge.merge(presentity, sources), sources, parsed);
    }

    private Pidf parsed(Body body, List<ParsedBody> known) throws MalformedXmlException {
        for (ParsedBody each : known) {
            if (each instanceof ParsedPresence parsed && parsed.body().equals(body)) {
                return parsed.document();
            }
        }
        return stored.parse(body.bytes());
    }

    /**
     * A published presence document.
     *
     * @param document may have parts that are not valid by their schema
     */
    private record ParsedPresence(Body body, Pidf document) implements ParsedBody {}

    /** Returns the document of an offline presentity, also shown to watchers from whom the state is hidden. */
    public PresenceDocument offline(Aor presentity) {
        return new PresenceDocument(PidfMerge.offline(presentity));
    }
}
