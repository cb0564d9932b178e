package org.sippresence.model;

import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A value that can be different for single domains.
 *
 * @param standard of every other domain
 * @param own of single domains, which are in lower case
 */
public record PerDomain<T>(T standard, Map<String, T> own) {

    public PerDomain {
        Objects.requireNonNull(standard, "standard");
        own = Map.copyOf(own);
    }

    /** The same value for every domain. */
    public static <T> PerDomain<T> same(T value) {
        return new PerDomain<>(value, Map.of());
    }

    /** The value of a domain, which is in lower case. */
    public T of(String domain) {
        return own.isEmpty() ? standard : own.getOrDefault(domain, standard);
    }

    /** The value of the domain of a user. */
    public T of(Aor user) {
        return own.isEmpty() ? standard : own.getOrDefault(user.domain(), standard);
    }

    public <U> PerDomain<U> map(Function<? super T, ? extends U> change) {
        return new PerDomain<>(
                change.apply(standard),
                own.entrySet().stream()
                        .collect(Collectors.toUnmodifiableMap(
                                Map.Entry::getKey, each -> change.apply(each.getValue()))));
    }
}
