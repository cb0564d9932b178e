package org.sippresence.persistence;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

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
import org.hibernate.StatelessSession;
import org.hibernate.query.SelectionQuery;
import org.sippresence.model.Aor;
import org.sippresence.presentity.StoredPresentity;
import org.sippresence.presentity.StoredPresentity.Watched;
import org.sippresence.publication.Publication;
import org.sippresence.registration.Binding;

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

    void snapshots(int limit, BiConsumer<Aor, StoredPresentity> each) {
        int left = limit;
        String after = "";
        while (left > 0) {
            String last = after;
            int size = Math.min(PAGE, left);
            List<Entry<StoredPresentity>> page = transactions.run(session -> snapshots(session, last, size));
            page.forEach(entry -> each.accept(entry.presentity(), entry.value()));
            if (page.size() < size) {
                return;
            }
            left -= size;
            after = page.get(size - 1).presId();
        }
    }

    private static List<Entry<StoredPresentity>> snapshots(StatelessSession session, String after, int size) {
        List<PresentityEntity> page = presentities(session, after, size);
        if (page.isEmpty()) {
            return List.of();
        }
        Map<String, List<PublicationEntity>> publications = ofPage(
                        session.createNamedSelectionQuery(PublicationEntity.OF_PAGE, PublicationEntity.class), page)
                .collect(groupingBy(PublicationEntity::presId));
        Map<String, List<Watched>> subscriptions = ofPage(
                        session.createNamedSelectionQuery(ActiveWatcherEntity.OF_PAGE, ActiveWatcherEntity.class), page)
                .collect(groupingBy(ActiveWatcherEntity::presId, mapping(ActiveWatcherEntity::toDomain, toList())));
        Map<String, List<LocationEntity>> bindings = ofPage(
                        session.createNamedSelectionQuery(LocationEntity.OF_PAGE, LocationEntity.class), page)
                .collect(groupingBy(LocationEntity::presId));
        return page.stream()
                .map(row -> {
                    List<Publication> own = publications.getOrDefault(row.presId(), List.of()).stream()
                            .map(publication -> publication.toDomain(row.toDomain()))
                            .toList();
                    List<Watched> watched = subscriptions.getOrDefault(row.presId(), List.of());
                    List<Binding> contacts = bindings.getOrDefault(row.presId(), List.of()).stream()
                            .map(binding -> binding.toDomain(row.toDomain()))
                            .toList();
                    return new Entry<>(row.presId(), row.toDomain(), new StoredPresentity(own, watched, contacts));
                })
                .toList();
    }

    private static <T> Stream<T> ofPage(SelectionQuery<T> query, List<PresentityEntity> page) {
        return query
                .setParameter("first", page.get(0).presId())
                .setParameter("last", page.get(page.size() - 1).presId())
                .list()
                .stream();
    }

    private static List<PresentityEntity> presentities(StatelessSession session, String after, int size) {
        return session.createNamedSelectionQuery(PresentityEntity.PAGE, PresentityEntity.class)
                .setParameter("after", after)
                .setMaxResults(size)
                .list();
    }

    void presentities(Consumer<Aor> each) {
        pages(
                last -> transactions.run(session -> presentities(session, last, PAGE).stream()
                        .map(row -> new Entry<>(row.presId(), row.toDomain(), row.presId()))
                        .toList()),
                (presentity, ignored) -> each.accept(presentity));
    }

    /** Passes the earliest expiry of each presentity; presentities with nothing that expires are omitted. */
    void deadlines(BiConsumer<Aor, Instant> each) {
        pages(
                last -> transactions.run(session -> deadlines(session, last)),
                (presentity, first) -> first.ifPresent(instant -> each.accept(presentity, instant)));
    }

    private static List<Entry<Optional<Instant>>> deadlines(StatelessSession session, String after) {
        return session
                .createNamedSelectionQuery(PresentityEntity.DEADLINES, Object[].class)
                .setParameter("after", after)
                .setMaxResults(PAGE)
                .list()
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

    private static <T> void pages(Function<String, List<Entry<T>>> read, BiConsumer<Aor, T> each) {
        List<Entry<T>> page = read.apply("");
        while (!page.isEmpty()) {
            page.forEach(entry -> each.accept(entry.presentity(), entry.value()));
            page = page.size() < PAGE
                    ? List.of()
                    : read.apply(page.get(PAGE - 1).presId());
        }
    }
}
