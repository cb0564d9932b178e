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
@NamedQuery(name = XcapEntity.OF_OWNER, query = "from Xcap x where x.xui = :xui order by x.auid, x.path")
class XcapEntity {

    static final String OF_OWNER = "Xcap.ofOwner";

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

    static XcapEntity fromDomain(StoredDocument document) {
        DocumentKey key = document.key();
        XcapEntity row = withId(DerivedKeys.document(key));
        row.username = ColumnValues.user(key.owner().uri());
        row.domain = ColumnValues.domain(key.owner().uri());
        row.doc = document.body().bytes();
        row.docType = TYPES.getOrDefault(key.auid(), NO_TYPE);
        row.etag = document.entityTag().value();
        row.docUri = "/xcap/" + key;
        row.auid = key.auid();
        row.xui = xui(key.owner());
        row.path = key.path();
        row.contentType = document.body().type().toString();
        row.modified = ColumnValues.millis(document.modified());
        return row;
    }

    /** Returns a row with the key only, which is enough to delete it. */
    static XcapEntity withId(String id) {
        XcapEntity row = new XcapEntity();
        row.id = id;
        return row;
    }

    /** The column {@code xui}; empty for the global trees. */
    static String xui(Aor owner) {
        return owner.equals(DocumentKey.GLOBAL) ? "" : owner.uri();
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
