package org.sippresence.arquillian;

import java.lang.annotation.Annotation;
import org.jboss.arquillian.core.api.Instance;
import org.jboss.arquillian.core.api.annotation.Inject;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.arquillian.test.spi.enricher.resource.ResourceProvider;

/** Injects the {@link ServerUnderTest} of the running deployment. */
public final class ServerUnderTestProvider implements ResourceProvider {

    @Inject
    private Instance<ServerUnderTest> current;

    @Override
    public boolean canProvide(Class<?> type) {
        return type == ServerUnderTest.class;
    }

    @Override
    public Object lookup(ArquillianResource resource, Annotation... qualifiers) {
        return current.get();
    }
}
