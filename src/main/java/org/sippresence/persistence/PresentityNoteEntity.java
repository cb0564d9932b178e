package org.sippresence.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.LocalDateTime;
import org.sippresence.presentity.ReportRow.Note;

/** A row of {@code presentity_notes}. */
@Entity(name = "PresentityNote")
@Table(name = "presentity_notes")
@NamedQuery(name = PresentityNoteEntity.CLEAR, query = "delete from PresentityNote n where n.presId in (:presIds)")
class PresentityNoteEntity {

    static final String CLEAR = "PresentityNote.clear";

    @Id
    @Column(name = "dbid", length = 64)
    private String dbid;

    @Column(name = "pres_id", nullable = false, updatable = false, length = 64)
    private String presId;

    @Column(name = "etag", nullable = false, length = 64)
    private String etag;

    @Column(name = "note", nullable = false)
    private String note;

    @Column(name = "lang", nullable = false, length = 64)
    private String lang;

    @Column(name = "expires", nullable = false)
    private LocalDateTime expires;

    PresentityNoteEntity() {}

    static PresentityNoteEntity fromDomain(RowKey key, Note domain) {
        PresentityNoteEntity row = new PresentityNoteEntity();
        row.dbid = key.dbid();
        row.presId = key.presId();
        row.etag = domain.etag().value();
        row.note = domain.text();
        row.lang = ColumnValues.clip(domain.lang(), RowKey.LENGTH);
        row.expires = ColumnValues.millis(domain.expires());
        return row;
    }
}
