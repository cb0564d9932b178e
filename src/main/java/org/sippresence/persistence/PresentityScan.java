package org.sippresence.persistence;

import static java.util.stream.Collectors.groupingBy;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.sippresence.model.Aor;
import org.sippresence.presentity.StoredPresentity;

/**
 * Reads all presentities, a page of keys at a time. Each page is read in a short transaction of its own with a constant
 * number of queries. The consumer is called outside of transactions.
 */
final class PresentityScan {

    private static final int PAGE = 512;

    private final Transactions transactions;

    PresentityScan(Transactions transactions) {
        this.transactions = transactions;
    }

    /** One presentity of a page with the queried value. */
    private record Entry<T>(String presId, Aor presentity, T value) {}

    /** Reads a page of at most {@code size} presentities whose keys are greater than {@code after}. */
    private interface Page<T> {
        List<Entry<T>> read(EntityManager manager, String after, int size);
    }

    void loadAll(int limit, BiConsumer<Aor, StoredPresentity> each) {
        scan(limit, PresentityScan::stored, each);
    }

    void forEach(Consumer<Aor> each) {
        scan(
                Integer.MAX_VALUE,
                (manager, after, size) -> presentities(manager, after, size).stream()
                        .map(row -> new Entry<>(row.presId(), row.toDomain(), row))
                        .toList(),
                (presentity, row) -> each.accept(presentity));
    }

    /** Passes the earliest expiry of each presentity; presentities with nothing that expires are omitted. */
    void deadlines(BiConsumer<Aor, Instant> each) {
        scan(
                Integer.MAX_VALUE,
                PresentityScan::deadlines,
                (presentity, first) -> first.ifPresent(instant -> each.accept(presentity, instant)));
    }

    private <T> void scan(int limit, Page<T> pages, BiConsumer<Aor, T> each) {
        int left = limit;
        String after = "";
        while (left > 0) {
            int size = Math.min(PAGE, left);
            String last = after;
            List<Entry<T>> page = transactions.read(manager -> pages.read(manager, last, size));
            page.forEach(entry -> each.accept(entry.presentity(), entry.value()));
            if (page.size() < size) {
                return;
            }
            left -= size;
            after = page.get(size - 1).presId();
        }
    }

    private static List<PresentityEntity> presentities(EntityManager manager, String after, int size) {
        return manager.createNamedQuery(PresentityEntity.PAGE, PresentityEntity.class)
                .setParameter("after", after)
                .setMaxResults(size)
                .getResultList();
    }

    private static List<Entry<StoredPresentity>> stored(EntityManager manager, String after, int size) {
        List<PresentityEntity> page = presentities(manager, after, size);
        if (page.isEmpty()) {
            return List.of();
        }
        Map<String, List<PublicationEntity>> publications =
                ofPage(manager.createNamedQuery(PublicationEntity.OF_PAGE, PublicationEntity.class), page);
        Map<String, List<ActiveWatcherEntity>> subscriptions =
                ofPage(manager.createNamedQuery(ActiveWatcherEntity.OF_PAGE, ActiveWatcherEntity.class), page);
        Map<String, List<LocationEntity>> bindings =
                ofPage(manager.createNamedQuery(LocationEntity.OF_PAGE, LocationEntity.class), page);
        return page.stream()
                .map(row -> {
                    Aor presentity = row.toDomain();
                    return new Entry<>(
                            row.presId(),
                            presentity,
                            new StoredPresentity(
                                    converted(publications, row, each -> each.toDomain(presentity)),
                                    converted(subscriptions, row, ActiveWatcherEntity::toDomain),
                                    converted(bindings, row, each -> each.toDomain(presentity))));
                })
                .toList();
    }

    private static <E extends PresentityRow> Map<String, List<E>> ofPage(
            TypedQuery<E> query, List<PresentityEntity> page) {
        return query
                .setParameter("first", page.get(0).presId())
                .setParameter("last", page.get(page.size() - 1).presId())
                .getResultList()
                .stream()
                .collect(groupingBy(PresentityRow::presId));
    }

    private static <E, T> List<T> converted(
            Map<String, List<E>> rows, PresentityEntity presentity, Function<E, T> toDomain) {
        return rows.getOrDefault(presentity.presId(), List.of()).stream()
                .map(toDomain)
                .toList();
    }

    private static List<Entry<Optional<Instant>>> deadlines(EntityManager manager, String after, int size) {
        return manager
                .createNamedQuery(PresentityEntity.DEADLINES, Object[].class)
                .setParameter("after", after)
                .setMaxResults(size)
                .getResultList()
                .stream()
                .map(row -> new Entry<>((String) row[0], new Aor((String) row[1]), earliest(row[2], row[3], row[4])))
                .toList();
    }

    /** The earliest of the times, any of which may be null. */
    private static Optional<Instant> earliest(Object... times) {
        return Stream.of(times)
                .filter(Objects::nonNull)
                .map(LocalDateTime.class::cast)
                .map(ColumnValues::instant)
                .min(Instant::compareTo);
    }
}
