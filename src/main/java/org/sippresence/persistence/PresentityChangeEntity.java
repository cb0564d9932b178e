package org.sippresence.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import org.sippresence.model.Aor;

/** A row of {@code presentity_change}: the newest change of a watched presentity that left no other row. */
@Entity(name = "PresentityChange")
@Table(name = "presentity_change")
@NamedQuery(
        name = PresentityChangeEntity.ACKNOWLEDGED,
        query =
                "select c.presId from PresentityChange c where c.presId > :after and c.changed <= :mark and c.moved <= :mark"
                        + " order by c.presId")
@NamedQuery(
        name = PresentityChangeEntity.SWEEP,
        query = "delete from PresentityChange c where c.presId in :ids and c.changed <= :mark and c.moved <= :mark")
class PresentityChangeEntity {

    static final String ACKNOWLEDGED = "PresentityChange.acknowledged";
    static final String SWEEP = "PresentityChange.sweep";

    @Id
    @Column(name = "pres_id", length = 64)
    private String presId;

    @Column(name = "uri", nullable = false, updatable = false)
    private String uri;

    @Column(name = "changed", nullable = false)
    private long changed;

    @Column(name = "moved", nullable = false)
    private long moved;

    PresentityChangeEntity() {}

    PresentityChangeEntity(Aor presentity, long changed, long moved) {
        this.presId = DerivedKeys.presentity(presentity);
        this.uri = presentity.uri();
        this.changed = changed;
        this.moved = moved;
    }

    Aor presentity() {
        return new Aor(uri);
    }

    long changed() {
        return changed;
    }

    long moved() {
        return moved;
    }
}
