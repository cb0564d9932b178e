package org.sippresence.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.glassfish.jersey.server.model.Resource;
import org.glassfish.jersey.server.model.ResourceMethod;
import org.junit.jupiter.api.Test;

final class OpenApiTest {

    private static JsonNode document() throws IOException {
        try (InputStream in = IndexResource.class.getResourceAsStream("openapi.json")) {
            return Json.MAPPER.readTree(in);
        }
    }

    @Test
    void describesExactlyTheOperationsThatTheResourcesHave() throws IOException {
        Set<String> described = new TreeSet<>();
        document()
                .path("paths")
                .fields()
                .forEachRemaining(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(name -> described.add(name.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        described.removeIf(operation -> operation.startsWith("PARAMETERS "));
        assertThat(described).isEqualTo(operations());
    }

    private static Set<String> operations() {
        Set<String> operations = new TreeSet<>();
        resources().forEach(type -> {
            Resource root = Resource.from(type);
            add(operations, root, root.getPath());
            root.getChildResources().forEach(child -> add(operations, child, root.getPath() + "/" + child.getPath()));
        });
        return operations;
    }

    private static Stream<Class<?>> resources() {
        return Stream.of(
                MaintenanceResource.class,
                PresentitiesResource.class,
                PublicationsResource.class,
                SubscriptionsResource.class,
                AuthorizationResource.class,
                SubscribersResource.class,
                MessagesResource.class,
                AttributesResource.class,
                RegistrationsResource.class,
                OfflineWinfoResource.class,
                TokensResource.class,
                MetricsResource.class,
                IndexResource.class);
    }

    private static void add(Set<String> operations, Resource resource, String path) {
        String plain = ("/" + path).replaceAll("/+", "/").replaceAll("\\{(\\w+):[^}]*\\}", "{$1}");
        for (ResourceMethod method : resource.getResourceMethods()) {
            operations.add(method.getHttpMethod() + " " + plain);
        }
    }

    @Test
    void everyReferenceIsResolved() throws IOException {
        JsonNode document = document();
        for (JsonNode reference : document.findValues("$ref")) {
            String pointer = reference.asText().substring(1);
            assertThat(document.at(pointer).isMissingNode()).as(pointer).isFalse();
        }
    }

    @Test
    void onlyTheOpenResourcesAreDescribedAsOpen() throws IOException {
        Set<String> open = new TreeSet<>();
        document().path("paths").fields().forEachRemaining(path -> {
            if (path.getValue().at("/get/security").isArray()) {
                open.add(path.getKey());
            }
        });
        assertThat(open).containsExactlyInAnyOrder("/", "/openapi.json", "/health/live", "/health/ready");
    }
}
