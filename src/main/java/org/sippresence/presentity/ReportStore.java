package org.sippresence.presentity;

import java.util.List;
import java.util.Map;
import org.sippresence.model.Aor;

/**
 * Write-only store of the report tables. Blocking; thread-safe as long as no two threads write the same presentity. A database
 * failure is reported as an {@link java.io.UncheckedIOException}; nothing is changed then.
 */
public interface ReportStore {

    /**
     * Replaces all rows of the given presentities in one transaction; an empty list removes the rows. Batches of a few hundred
     * presentities are recommended.
     */
    void rewrite(Map<Aor, List<ReportRow>> rows);

    /** Removes the rows of presentities that are not stored any more, in transactions of a few hundred presentities. */
    void removeOrphans();
}
