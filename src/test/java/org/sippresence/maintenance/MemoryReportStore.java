package org.sippresence.maintenance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sippresence.model.Aor;
import org.sippresence.presentity.ReportRow;
import org.sippresence.presentity.ReportStore;

/** The report tables in memory: keeps what was written last, and fails on demand. */
final class MemoryReportStore implements ReportStore {

    private final Map<Aor, List<ReportRow>> rows = new HashMap<>();
    private final List<Integer> sizes = new ArrayList<>();
    private int failures;
    private int cleared;

    synchronized void failNext(int writings) {
        failures = writings;
    }

    /** What is stored of the presentity; empty for one that was never written. */
    synchronized List<ReportRow> of(Aor presentity) {
        return rows.getOrDefault(presentity, List.of());
    }

    synchronized int presentities() {
        return rows.size();
    }

    /** How many presentities each successful writing had. */
    synchronized List<Integer> sizes() {
        return List.copyOf(sizes);
    }

    /** How often orphans were removed. */
    synchronized int cleared() {
        return cleared;
    }

    @Override
    public synchronized void rewrite(Map<Aor, List<ReportRow>> changed) {
        if (failures > 0) {
            failures--;
            throw new UncheckedIOException(new IOException("told to fail"));
        }
        rows.putAll(changed);
        sizes.add(changed.size());
    }

    @Override
    public synchronized void removeOrphans() {
        cleared++;
    }
}
