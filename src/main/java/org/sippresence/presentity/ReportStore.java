package org.sippresence.presentity;

import java.util.List;
import java.util.Map;
import org.sippresence.model.Aor;

/**
 * Where published documents are kept taken apart, for reports; nothing is read back. Blocking; callable from many threads as
 * long as no presentity is written by two at once. A failure of the database is an {@link java.io.UncheckedIOException};
 * nothing is changed then.
 */
public interface ReportStore {

    /**
     * Replaces all rows of the presentities in one transaction; a presentity without rows is cleared. A few hundred
     * presentities at a time are a good size.
     */
    void rewrite(Map<Aor, List<ReportRow>> rows);

    /** Removes the rows of presentities of whom nothing else is stored any more, some hundred in each transaction. */
    void removeOrphans();
}
