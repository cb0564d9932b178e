package org.sippresence.operation;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.Transport;

/**
 * Opens the scenes that a test of a {@link DeployedServerTest} has as parameters, over UDP unless it is
 * {@link OverUdpAndTcp}. They are closed after the test, and closing may fail it.
 */
final class SceneResolver implements ParameterResolver, TestTemplateInvocationContextProvider {

    private static ExtensionContext.Store store(ExtensionContext test) {
        return test.getStore(ExtensionContext.Namespace.create(SceneResolver.class));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == Scene.class;
    }

    @Override
    public Scene resolveParameter(ParameterContext parameter, ExtensionContext test) {
        Transport transport = store(test).getOrDefault(Transport.class, Transport.class, Transport.UDP);
        Scene scene = ((DeployedServerTest) test.getRequiredTestInstance()).scene(transport);
        store(test).put(parameter.getIndex(), scene);
        return scene;
    }

    @Override
    public boolean supportsTestTemplate(ExtensionContext test) {
        return test.getRequiredTestMethod().isAnnotationPresent(OverUdpAndTcp.class);
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext test) {
        return Stream.of(Transport.values()).map(Invocation::new);
    }

    private record Invocation(Transport transport) implements TestTemplateInvocationContext {

        @Override
        public String getDisplayName(int index) {
            return transport.name();
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            BeforeEachCallback remember = test -> store(test).put(Transport.class, transport);
            return List.of(remember);
        }
    }
}
