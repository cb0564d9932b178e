package org.sippresence.arquillian;

import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.core.spi.LoadableExtension;
import org.jboss.arquillian.test.spi.enricher.resource.ResourceProvider;

/** Makes {@link PresenceContainer} known to Arquillian, by {@code META-INF/services}. */
public final class PresenceExtension implements LoadableExtension {

    @Override
    public void register(ExtensionBuilder builder) {
        builder.service(DeployableContainer.class, PresenceContainer.class)
                .service(ResourceProvider.class, ServerUnderTestProvider.class);
    }
}
