package org.sippresence.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import org.sippresence.presentity.ReportRow.TupleNote;

/** A row of {@code tuple_notes}. */
@Entity(name = "TupleNote")
@Table(name = "tuple_notes")
@NamedQuery(name = TupleNoteEntity.CLEAR, query = "delete from TupleNote n where n.presId in (:presIds)")
class TupleNoteEntity {

    static final String CLEAR = "TupleNote.clear";

    @Id
    @Column(name = "dbid", length = 64)
    private String dbid;

    @Column(name = "pres_id", nullable = false, updatable = false, length = 64)
    private String presId;

    @Column(name = "tupleid", nullable = false, length = 64)
    private String tupleId;

    @Column(name = "note", nullable = false)
    private String note;

    @Column(name = "lang", nullable = false, length = 64)
    private String lang;

    TupleNoteEntity() {}

    static TupleNoteEntity fromDomain(RowKey key, TupleNote domain) {
        TupleNoteEntity row = new TupleNoteEntity();
        row.dbid = key.dbid();
        row.presId = key.presId();
        row.tupleId = ColumnValues.clip(domain.tuple().id(), RowKey.LENGTH);
        row.note = domain.text();
        row.lang = ColumnValues.clip(domain.lang(), RowKey.LENGTH);
        return row;
    }
}
