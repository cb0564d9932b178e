package org.sippresence.persistence;

import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.OptionalInt;
import org.sippresence.model.Aor;
import org.sippresence.registration.Binding;
import org.sippresence.registration.Binding.Claim;
import org.sippresence.registration.Binding.Outbound;
import org.sippresence.registration.BindingSource;

/** A row of {@code location}: a registered contact, in Kamailio's columns and some of our own. */
@Entity(name = "Location")
@Table(name = "location")
@NamedQuery(
        name = LocationEntity.OF_PRESENTITY,
        query = "select l from Location l where l.presId = :presId order by l.begun, l.registered, l.id")
@NamedQuery(
        name = LocationEntity.OF_PAGE,
        query = "select l from Location l where l.presId >= :first and l.presId <= :last"
                + " order by l.begun, l.registered, l.id")
@NamedQuery(name = LocationEntity.COUNT, query = "select count(l) from Location l")
@NamedQuery(
        name = LocationEntity.EXPIRED,
        query = "select l.id from Location l where l.expires < :now and l.id > :after order by l.id")
@NamedQuery(name = LocationEntity.SWEEP, query = "delete from Location l where l.id in (:ids) and l.expires < :now")
@AttributeOverride(name = "id", column = @Column(name = "ruid", length = 64))
class LocationEntity extends PresentityRow {

    static final String OF_PRESENTITY = "Location.ofPresentity";
    static final String OF_PAGE = "Location.ofPage";
    static final String COUNT = "Location.count";
    static final String EXPIRED = "Location.expired";
    static final String SWEEP = "Location.sweep";

    private static final int DIGITS = 3;
    private static final int USER_AGENT = 255;
    private static final int RECEIVED = 128;

    @Column(name = "username", nullable = false, updatable = false)
    private String username;

    @Column(name = "domain", nullable = false, updatable = false)
    private String domain;

    @Column(name = "contact", nullable = false, length = Binding.LONGEST_URI)
    private String contact;

    /** URIs in angle brackets, as in the header. */
    @Column(name = "path", nullable = false)
    private String path;

    /** The address as a URI; empty if there is none. */
    @Column(name = "received", nullable = false, length = RECEIVED)
    private String received;

    @Column(name = "socket", nullable = false, length = 64)
    private String socket;

    @Column(name = "flow", nullable = false, length = 80)
    private String flow;

    @Column(name = "expires", nullable = false)
    private LocalDateTime expires;

    /** Null if the contact has no q value. */
    @Column(name = "q", precision = 4, scale = DIGITS)
    private BigDecimal q;

    @Column(name = "callid", nullable = false)
    private String callId;

    @Column(name = "cseq", nullable = false)
    private long cseq;

    @Column(name = "registered", nullable = false, updatable = false)
    private LocalDateTime registered;

    /** The start time as a number; orders the contacts of an address of record. */
    @Column(name = "begun", nullable = false, updatable = false)
    private long begun;

    @Column(name = "last_modified", nullable = false)
    private LocalDateTime lastModified;

    @Column(name = "user_agent", nullable = false, length = USER_AGENT)
    private String userAgent;

    @Column(name = "instance", nullable = false)
    private String instance;

    @Column(name = "reg_id", nullable = false)
    private int regId;

    @Column(name = "source", nullable = false, length = 16)
    private String source;

    /** The number of the newest change of the presentity. */
    @Column(name = "changed", nullable = false)
    private long changed;

    LocationEntity() {}

    /** Creates a row with the key only, which is enough to delete it. */
    LocationEntity(String id) {
        super(id);
    }

    LocationEntity(Binding binding, long changed, Instant now) {
        super(binding.id(), DerivedKeys.presentity(binding.aor()));
        this.username = binding.aor().user();
        this.domain = binding.aor().domain();
        this.contact = binding.contact();
        this.path = bracketed(binding.outbound().path());
        this.expires = ColumnValues.millis(binding.expires());
        this.q = binding.q().isPresent() ? BigDecimal.valueOf(binding.q().getAsInt(), DIGITS) : null;
        this.callId = binding.claim().callId();
        this.cseq = binding.claim().cseq();
        this.registered = ColumnValues.micros(binding.since());
        this.begun = ColumnValues.microsSinceEpoch(binding.since());
        this.changed = changed;
        this.lastModified = ColumnValues.millis(now);
        this.userAgent = ColumnValues.clip(binding.claim().userAgent(), USER_AGENT);
        this.received = binding.outbound().nextHop();
        FlowColumns columns = FlowColumns.of(binding.outbound().flow());
        this.socket = columns.socket();
        this.flow = columns.flow();
        this.instance = binding.outbound().instance();
        this.regId = binding.outbound().regId();
        this.source = binding.source().label();
    }

    private static String bracketed(List<String> uris) {
        return uris.isEmpty() ? "" : '<' + String.join(">,<", uris) + '>';
    }

    private static List<String> unbracketed(String path) {
        return path.isEmpty()
                ? List.of()
                : List.of(path.substring(1, path.length() - 1).split(">,<"));
    }

    Binding toDomain(Aor aor) {
        return new Binding(
                id(),
                aor,
                contact,
                q == null
                        ? OptionalInt.empty()
                        : OptionalInt.of(q.movePointRight(DIGITS).intValue()),
                ColumnValues.instant(begun, registered),
                ColumnValues.instant(expires),
                new Claim(BindingSource.of(source).orElse(BindingSource.REGISTER), callId, cseq, userAgent),
                new Outbound(instance, regId, unbracketed(path), received, new FlowColumns(socket, flow).toFlow()));
    }
}
