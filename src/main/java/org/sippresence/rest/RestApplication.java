package org.sippresence.rest;

import java.time.Clock;
import java.time.Duration;
import javax.servlet.ServletContext;
import javax.ws.rs.container.ContainerRequestContext;
import javax.ws.rs.container.ContainerResponseContext;
import javax.ws.rs.container.ContainerResponseFilter;
import javax.ws.rs.core.Context;
import org.glassfish.jersey.jackson.JacksonFeature;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;
import org.sippresence.access.AccessTokens;
import org.sippresence.audit.AuthenticationGuard;
import org.sippresence.maintenance.Administration;
import org.sippresence.settings.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The JAX-RS application. Its collaborators are attributes of the servlet context, which bootstrap sets before the
 * first servlet starts. The servlet that runs it must have {@code async-supported}.
 */
public final class RestApplication extends ResourceConfig {

    /** Attribute: the {@link Settings}. */
    public static final String SETTINGS = "org.sippresence.settings";

    /** Attribute: the {@link AccessTokens}. */
    public static final String TOKENS = "org.sippresence.access-tokens";

    /** Attribute: the {@link AuthenticationGuard}. */
    public static final String GUARD = "org.sippresence.authentication-guard";

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final Logger log = LoggerFactory.getLogger(RestApplication.class);

    /** Called by Jersey. */
    public RestApplication(@Context ServletContext context) {
        this(
                attribute(context, RestServices.ATTRIBUTE, RestServices.class),
                attribute(context, SETTINGS, Settings.class),
                attribute(context, TOKENS, AccessTokens.class),
                attribute(context, GUARD, AuthenticationGuard.class),
                TIMEOUT);
    }

    RestApplication(
            RestServices services,
            Settings settings,
            AccessTokens tokens,
            AuthenticationGuard guard,
            Duration timeout) {
        Administration administration = services.administration();
        AsyncResponses responses = new AsyncResponses(timeout);
        registerInstances(
                new MaintenanceResource(administration, settings, responses),
                new PresentitiesResource(
                        administration, responses, settings.registration().pdomains()),
                new PublicationsResource(services.publishedStates(), settings, responses),
                new SubscriptionsResource(administration, responses),
                new AuthorizationResource(administration, responses),
                new MessagesResource(services.messages(), responses),
                new SubscribersResource(services.accounts(), settings.sip()),
                new AttributesResource(services.attributes()),
                new RegistrationsResource(services.contacts(), settings, responses),
                new OfflineWinfoResource(services.offlineWinfo(), administration, settings.sip(), responses),
                new TokensResource(tokens, settings.sip(), Clock.systemUTC()),
                new MetricsResource(administration.metrics()),
                new IndexResource(administration.readiness()));
        registerInstances(responses, new Headers(), new Json(), new ErrorResponses());
        registerInstances(
                new GuardFilter(guard), new TokenFilter(tokens), new AuditFilter(guard, tokens), new OperationFilter());
        register(JacksonFeature.withoutExceptionMappers());
        property(ServerProperties.WADL_FEATURE_DISABLE, true);
        property(ServerProperties.RESPONSE_SET_STATUS_OVER_SEND_ERROR, true);
    }

    private static <T> T attribute(ServletContext context, String name, Class<T> type) {
        Object value = context.getAttribute(name);
        if (!type.isInstance(value)) {
            throw new IllegalStateException("the servlet context has no attribute " + name);
        }
        return type.cast(value);
    }

    /**
     * Disables caching and content sniffing, and logs each request. Gives each entity its own type: Jersey assumes the type of the
     * resource's method, which is a {@code CompletionStage}.
     */
    private static final class Headers implements ContainerResponseFilter {

        @Override
        public void filter(ContainerRequestContext request, ContainerResponseContext response) {
            response.setEntity(response.getEntity());
            response.getHeaders().putSingle("Cache-Control", "no-store");
            response.getHeaders().putSingle("X-Content-Type-Options", "nosniff");
            log.debug(
                    "method={} path={} status={}",
                    request.getMethod(),
                    request.getUriInfo().getPath(),
                    response.getStatus());
        }
    }
}
