package org.sippresence.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sippresence.model.Aor;
import org.sippresence.model.Body;
import org.sippresence.model.Dialog;
import org.sippresence.model.DialogId;
import org.sippresence.model.EventId;
import org.sippresence.model.EventName;
import org.sippresence.model.MediaType;
import org.sippresence.model.RemoteTarget;
import org.sippresence.presentity.StoredPresentity.Watched;
import org.sippresence.presentity.memory.SequenceNumbers;
import org.sippresence.subscription.Subscription;
import org.sippresence.subscription.Subscription.Lifecycle;
import org.sippresence.subscription.Subscription.Preferences;
import org.sippresence.subscription.Watcher;

/**
 * A row of {@code active_watchers}: a subscription with its dialog. Columns and the meaning of the tags are Kamailio's:
 * {@code to_tag} is the local tag, {@code from_tag} the subscriber's tag.
 */
@Entity(name = "ActiveWatcher")
@Table(name = TableNamingStrategy.ACTIVE_WATCHERS)
@NamedQuery(
        name = ActiveWatcherEntity.OF_PRESENTITY,
        query = "select w from ActiveWatcher w where w.presId = :presId order by w.id")
@NamedQuery(
        name = ActiveWatcherEntity.OF_PAGE,
        query = "select w from ActiveWatcher w where w.presId >= :first and w.presId <= :last order by w.presId, w.id")
@NamedQuery(name = ActiveWatcherEntity.COUNT, query = "select count(w) from ActiveWatcher w")
@NamedQuery(
        name = ActiveWatcherEntity.IN_DIALOG,
        query = "select w.presentityUri from ActiveWatcher w"
                + " where w.callId = :callId and w.toTag = :toTag and w.fromTag = :fromTag")
@NamedQuery(
        name = ActiveWatcherEntity.EXPIRED,
        query = "select w.id from ActiveWatcher w where w.expires < :now and (w.status <> 2 or w.expires < :longAgo)"
                + " and w.id > :after order by w.id")
@NamedQuery(
        name = ActiveWatcherEntity.SWEEP,
        query = "delete from ActiveWatcher w where w.id in (:ids) and w.expires < :now"
                + " and (w.status <> 2 or w.expires < :longAgo)")
class ActiveWatcherEntity extends WatcherRow {

    static final String OF_PRESENTITY = "ActiveWatcher.ofPresentity";
    static final String OF_PAGE = "ActiveWatcher.ofPage";
    static final String COUNT = "ActiveWatcher.count";
    static final String IN_DIALOG = "ActiveWatcher.inDialog";
    static final String EXPIRED = "ActiveWatcher.expired";
    static final String SWEEP = "ActiveWatcher.sweep";

    private static final int DISPLAY_NAME_LENGTH = 128;
    private static final int USER_AGENT_LENGTH = 255;
    private static final int LONG_URI = 1024;
    private static final int NEXT_HOP_LENGTH = 128;

    @Column(name = "display_name", nullable = false, length = DISPLAY_NAME_LENGTH)
    private String displayName;

    @Column(name = "to_uri", nullable = false, updatable = false)
    private String toUri;

    @Column(name = "to_user", nullable = false, updatable = false)
    private String toUser;

    @Column(name = "to_domain", nullable = false, updatable = false)
    private String toDomain;

    @Column(name = "from_uri", nullable = false, updatable = false)
    private String fromUri;

    @Column(name = "from_user", nullable = false, updatable = false)
    private String fromUser;

    @Column(name = "from_domain", nullable = false, updatable = false)
    private String fromDomain;

    @Column(name = "event_id", nullable = false, updatable = false, length = 64)
    private String eventId;

    @Column(name = "callid", nullable = false, updatable = false)
    private String callId;

    @Column(name = "to_tag", nullable = false, updatable = false, length = 64)
    private String toTag;

    @Column(name = "from_tag", nullable = false, updatable = false)
    private String fromTag;

    @Column(name = "local_cseq", nullable = false)
    private long localCSeq;

    @Column(name = "remote_cseq", nullable = false)
    private long remoteCSeq;

    @Column(name = "contact", nullable = false, length = LONG_URI)
    private String contact;

    @Column(name = "next_hop", nullable = false, length = NEXT_HOP_LENGTH)
    private String nextHop;

    @Column(name = "record_route", nullable = false)
    private String recordRoute;

    @Column(name = "expires", nullable = false)
    private LocalDateTime expires;

    @Column(name = "version", nullable = false)
    private long version;

    @Column(name = "accepts", nullable = false, length = 128)
    private String accepts;

    @Column(name = "socket_info", nullable = false, length = 64)
    private String socketInfo;

    @Column(name = "flow", nullable = false, length = 80)
    private String flow;

    @Column(name = "local_contact", nullable = false)
    private String localContact;

    @Column(name = "user_agent", nullable = false, length = USER_AGENT_LENGTH)
    private String userAgent;

    @Column(name = "flags", nullable = false)
    private int flags;

    @Column(name = "subscribed", nullable = false, updatable = false)
    private LocalDateTime subscribed;

    /** The start time as a number; orders watcher information. */
    @Column(name = "begun", nullable = false, updatable = false)
    private long begun;

    @Column(name = "last_event", nullable = false, length = 16)
    private String lastEvent;

    /** Null if the SUBSCRIBE had no body; the body is null then, too. */
    @Column(name = "request_type", length = 128)
    private String requestType;

    @Column(name = "request_body")
    private byte[] requestBody;

    /** {@code name=value} pairs, separated by semicolons. */
    @Column(name = "event_params", nullable = false)
    private String eventParameters;

    /** The change number that the watcher must be notified of because of this row. */
    @Column(name = "demanded", nullable = false)
    private long demanded;

    ActiveWatcherEntity() {}

    /** Creates a row with the key only, which is enough to delete it. */
    ActiveWatcherEntity(String id) {
        super(id);
    }

    ActiveWatcherEntity(Subscription subscription, SequenceNumbers counters, long demanded) {
        this(subscription, SubscriptionStatus.fromDomain(subscription.state()));
        this.localCSeq = counters.localCSeq();
        this.version = counters.version();
        this.demanded = demanded;
    }

    private ActiveWatcherEntity(Subscription subscription, SubscriptionStatus state) {
        super(subscription.id(), subscription, state);
        this.flags = state.flags();
        this.eventId = subscription.event().id();
        set(subscription.preferences());
        set(subscription.lifecycle());
        set(subscription.watcher());
        set(subscription.dialog());
    }

    private void set(Watcher watcher) {
        displayName = ColumnValues.clip(watcher.displayName(), DISPLAY_NAME_LENGTH);
        userAgent = ColumnValues.clip(watcher.userAgent(), USER_AGENT_LENGTH);
    }

    private void set(Dialog dialog) {
        callId = dialog.id().callId();
        toTag = dialog.id().localTag();
        fromTag = dialog.id().remoteTag();
        toUri = dialog.localUri();
        toUser = ColumnValues.user(toUri);
        toDomain = ColumnValues.domain(toUri);
        fromUri = dialog.remoteUri();
        fromUser = ColumnValues.user(fromUri);
        fromDomain = ColumnValues.domain(fromUri);
        contact = dialog.target().uri();
        nextHop = dialog.target().nextHop();
        recordRoute = String.join("\n", dialog.routeSet());
        localContact = dialog.localContact();
        FlowColumns columns = FlowColumns.of(dialog.flow());
        socketInfo = columns.socket();
        flow = columns.flow();
        remoteCSeq = dialog.remoteCSeq();
    }

    private void set(Preferences preferences) {
        accepts = preferences.accept().toString();
        requestType = preferences.body().map(body -> body.type().toString()).orElse(null);
        requestBody = preferences.body().map(Body::bytes).orElse(null);
        eventParameters = preferences.parameters().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(each -> each.getKey() + '=' + each.getValue())
                .collect(Collectors.joining(";"));
    }

    private void set(Lifecycle lifecycle) {
        subscribed = ColumnValues.millis(lifecycle.since());
        begun = ColumnValues.microsSinceEpoch(lifecycle.since());
        expires = ColumnValues.millis(lifecycle.expires());
        lastEvent = SubscriptionStatus.nameOf(lifecycle.last());
    }

    Watched toDomain() {
        Subscription subscription = new Subscription(
                id(),
                new Aor(presentityUri()),
                new EventId(new EventName(event()), eventId),
                new Watcher(new Aor(watcherUri()), displayName, userAgent),
                dialog(),
                new SubscriptionStatus(status(), reason(), flags).toDomain(),
                preferences(),
                new Lifecycle(
                        ColumnValues.instant(begun, subscribed),
                        ColumnValues.instant(expires),
                        SubscriptionStatus.eventOf(lastEvent)));
        return new Watched(subscription, new SequenceNumbers(localCSeq, version));
    }

    private Preferences preferences() {
        return new Preferences(
                MediaType.parse(accepts),
                Optional.ofNullable(requestBody).map(body -> Body.of(MediaType.parse(requestType), body)),
                parameters());
    }

    private Map<String, String> parameters() {
        return Arrays.stream(eventParameters.split(";"))
                .map(each -> each.split("=", 2))
                .filter(each -> each.length == 2)
                .collect(Collectors.toMap(each -> each[0], each -> each[1], (first, second) -> first));
    }

    private Dialog dialog() {
        return new Dialog(
                new DialogId(callId, toTag, fromTag),
                toUri,
                fromUri,
                new RemoteTarget(contact, nextHop),
                recordRoute.isEmpty() ? List.of() : List.of(recordRoute.split("\n", -1)),
                localContact,
                new FlowColumns(socketInfo, flow).toFlow(),
                remoteCSeq);
    }
}
