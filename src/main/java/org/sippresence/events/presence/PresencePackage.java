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
import org.sippresence.eventpackage.PublishedState;
import org.sippresence.model.Aor;
import org.sippresence.model.Body;
import org.sippresence.model.EventName;
import org.sippresence.model.MediaType;
import org.sippresence.pidf.Contact;
import org.sippresence.pidf.MalformedPidfException;
import org.sippresence.pidf.Pidf;
import org.sippresence.pidf.PidfCodec;
import org.sippresence.pidf.PidfFormat;
import org.sippresence.pidf.PidfMerge;
import org.sippresence.pidf.PresenceSchema;
import org.sippresence.pidf.PublishedDocument;
import org.sippresence.pidf.Tuple;
import org.sippresence.pidf.TupleStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The event package {@code presence} (RFC 3856): presence documents, composed of all that is published. */
public final class PresencePackage implements EventPackage {

    private static final Logger LOG = LoggerFactory.getLogger(PresencePackage.class);
    private static final String CONTACT = "contact";
    private static final List<MediaType> PUBLISH_TYPES =
            List.of(PidfFormat.PIDF.mediaType(), PidfFormat.CPIM_PIDF.mediaType());
    private static final List<MediaType> NOTIFY_TYPES =
            Arrays.stream(PidfFormat.values()).map(PidfFormat::mediaType).toList();

    private final PidfCodec codec;
    /** What was accepted once is read back even if the bound is lower by now. */
    private final PidfCodec stored = new PidfCodec(Integer.MAX_VALUE);

    private final OptionalInt contactPriority;
    /** Whether what is not valid by schema is refused; it is left out otherwise. */
    private final boolean strict;

    /**
     * The package, for which registered contacts do not count.
     *
     * @param maxBody bytes that a published body may have
     */
    public PresencePackage(int maxBody) {
        this(maxBody, OptionalInt.empty(), false);
    }

    /**
     * The package.
     *
     * @param maxBody bytes that a published body may have
     * @param contactPriority of the open tuples that registered contacts become, in thousandths; empty if they become none
     * @param strict whether a body is refused whose extensions are not valid by their schemas
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
    public void check(Body published) throws MalformedBodyException {
        try {
            Pidf document = codec.parse(published.bytes());
            Optional<String> violation = strict ? PresenceSchema.violation(document) : Optional.empty();
            if (violation.isPresent()) {
                throw new MalformedBodyException(violation.get());
            }
        } catch (MalformedPidfException e) {
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

    private PresenceDocument compose(Aor presentity, List<PublishedState> published) {
        List<PublishedDocument> sources = new ArrayList<>(published.size());
        for (PublishedState each : published) {
            try {
                sources.add(new PublishedDocument(
                        each.id(),
                        each.received(),
                        PresenceSchema.conform(stored.parse(each.body().bytes())),
                        each.presumed()));
            } catch (MalformedPidfException e) { // it was checked when it arrived: the database has been tampered with
                LOG.warn("publication {} of {} left out: {}", each.id(), presentity, e.getMessage());
            }
        }
        return new PresenceDocument(PidfMerge.merge(presentity, sources), sources);
    }

    /** What is shown of a presentity who is offline, or who does not want the watcher to know better. */
    public PresenceDocument offline(Aor presentity) {
        return new PresenceDocument(PidfMerge.offline(presentity));
    }
}
