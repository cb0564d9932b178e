package org.sippresence.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.LocalDateTime;
import java.util.Map;
import org.sippresence.model.Aor;
import org.sippresence.model.Body;
import org.sippresence.model.EntityTag;
import org.sippresence.model.MediaType;
import org.sippresence.presentity.DocumentKey;
import org.sippresence.presentity.StoredDocument;

/**
 * A row of {@code xcap}: Kamailio's columns, and the components of the document's name, which Kamailio stores in one
 * column.
 */
@Entity(name = "Xcap")
@Table(name = "xcap")
@NamedQuery(name = XcapEntity.OF_OWNER, query = "select x from Xcap x where x.xui = :xui order by x.auid, x.path")
@NamedQuery(name = XcapEntity.KEYS, query = "select x.id from Xcap x")
class XcapEntity {

    static final String OF_OWNER = "Xcap.ofOwner";
    static final String KEYS = "Xcap.keys";

    /** Kamailio's numbers of application usages; usages that Kamailio does not know have none. */
    private static final Map<String, Integer> TYPES = Map.of(
            "pres-rules", 2,
            "org.openmobilealliance.pres-rules", 2,
            "resource-lists", 4,
            "rls-services", 8,
            "pidf-manipulation", 16);

    private static final int NO_TYPE = 0;

    @Id
    @Column(name = "id", length = 64)
    private String id;

    @Column(name = "username", nullable = false, updatable = false)
    private String username;

    @Column(name = "domain", nullable = false, updatable = false)
    private String domain;

    @Column(name = "doc", nullable = false)
    private byte[] doc;

    @Column(name = "doc_type", nullable = false, updatable = false)
    private int docType;

    @Column(name = "etag", nullable = false, length = 64)
    private String etag;

    @Column(name = "doc_uri", nullable = false, updatable = false, length = 640)
    private String docUri;

    @Column(name = "auid", nullable = false, updatable = false, length = DocumentKey.LONGEST_AUID)
    private String auid;

    @Column(name = "xui", nullable = false, updatable = false)
    private String xui;

    @Column(name = "path", nullable = false, updatable = false, length = DocumentKey.LONGEST_PATH)
    private String path;

    @Column(name = "content_type", nullable = false, length = 128)
    private String contentType;

    @Column(name = "modified", nullable = false)
    private LocalDateTime modified;

    XcapEntity() {}

    /** Creates a row with the key only, which is enough to delete it. */
    XcapEntity(DocumentKey key) {
        this.id = DerivedKeys.document(key);
    }

    XcapEntity(StoredDocument document) {
        this(document.key());
        DocumentKey key = document.key();
        this.username = ColumnValues.user(key.owner().uri());
        this.domain = ColumnValues.domain(key.owner().uri());
        this.doc = document.body().bytes();
        this.docType = TYPES.getOrDefault(key.auid(), NO_TYPE);
        this.etag = document.entityTag().value();
        this.docUri = "/xcap/" + key;
        this.auid = key.auid();
        this.xui = xui(key.owner());
        this.path = key.path();
        this.contentType = document.body().type().toString();
        this.modified = ColumnValues.millis(document.modified());
    }

    /** The column {@code xui}; empty for the global trees. */
    static String xui(Aor owner) {
        return owner.equals(DocumentKey.GLOBAL) ? "" : owner.uri();
    }

    String id() {
        return id;
    }

    StoredDocument toDomain() {
        Aor owner = xui.isEmpty() ? DocumentKey.GLOBAL : new Aor(xui);
        return new StoredDocument(
                new DocumentKey(auid, owner, path),
                new EntityTag(etag),
                Body.of(MediaType.parse(contentType), doc),
                ColumnValues.instant(modified));
    }
}
