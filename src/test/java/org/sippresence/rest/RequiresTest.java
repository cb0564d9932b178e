package org.sippresence.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.ws.rs.HttpMethod;
import javax.ws.rs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every resource method says what it requires; one that does not would require a token for maintenance. */
final class RequiresTest {

    @RegisterExtension
    static final RestServer server = new RestServer();

    private static Stream<Method> resourceMethods() {
        return server.application(Duration.ofSeconds(1)).getInstances().stream()
                .map(Object::getClass)
                .filter(type -> type.isAnnotationPresent(Path.class))
                .flatMap(type -> Stream.of(type.getDeclaredMethods()))
                .filter(method ->
                        Stream.of(method.getAnnotations()).anyMatch(each -> isHttpMethod(each.annotationType())));
    }

    private static boolean isHttpMethod(Class<? extends Annotation> type) {
        return type.isAnnotationPresent(HttpMethod.class);
    }

    @Test
    void everyResourceMethodNamesItsOperation() {
        assertThat(resourceMethods().count()).isGreaterThan(30);
        Set<String> without = resourceMethods()
                .filter(method -> !method.isAnnotationPresent(Requires.class))
                .map(method -> method.getDeclaringClass().getSimpleName() + '#' + method.getName())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(without).isEmpty();
    }
}
