package org.sippresence.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.nio.charset.StandardCharsets;
import org.sippresence.presentity.ReportRow.TupleExtension;

/** A row of {@code tuple_extensions}. */
@Entity(name = "TupleExtension")
@Table(name = "tuple_extensions")
@NamedQuery(name = TupleExtensionEntity.CLEAR, query = "delete from TupleExtension e where e.presId in (:presIds)")
class TupleExtensionEntity {

    static final String CLEAR = "TupleExtension.clear";

    @Id
    @Column(name = "dbid", length = 64)
    private String dbid;

    @Column(name = "pres_id", nullable = false, updatable = false, length = 64)
    private String presId;

    @Column(name = "tupleid", nullable = false, length = 64)
    private String tupleId;

    @Column(name = "element", nullable = false)
    private byte[] element;

    @Column(name = "status_extension", nullable = false)
    private boolean statusExtension;

    TupleExtensionEntity() {}

    static TupleExtensionEntity fromDomain(RowKey key, TupleExtension domain) {
        TupleExtensionEntity row = new TupleExtensionEntity();
        row.dbid = key.dbid();
        row.presId = key.presId();
        row.tupleId = ColumnValues.clip(domain.tuple().id(), RowKey.LENGTH);
        row.element = domain.element().getBytes(StandardCharsets.UTF_8);
        row.statusExtension = domain.inStatus();
        return row;
    }
}
